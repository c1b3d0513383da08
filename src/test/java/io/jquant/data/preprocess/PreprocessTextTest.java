package io.jquant.data.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessTextTest {
    @Test
    void writtenTextIsReadAsTheSamePreparation() {
        for (String resize :
                List.of(
                        "{short: 256}",
                        "{width: 5, height: 7}",
                        "{letterbox: [64, 32], fill: 9, place: corner}")) {
            PreprocessSpec spec =
                    PreprocessYaml.parse(
                            "inputs:\n  'in \"1\"':\n    layout: NHWC\n    color: BGR\n    resize: "
                                    + resize
                                    + "\n    filter: lanczos\n    crop: {center: [3, 4]}\n    scale: 0.00392156862745098\n"
                                    + "    mean: [0.1, 2, 3]\n    std: [1, 2, 4]\n    dtype: uint8\n  other: {}\n",
                            "test");
            PreprocessSpec again = PreprocessYaml.parse(PreprocessText.yaml(spec), "test");
            assertEquals(spec, again);
        }
        assertEquals("", PreprocessText.yaml(PreprocessSpec.NONE));
    }
}
