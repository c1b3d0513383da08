package io.jquant.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jquant.tensor.ElementType;
import io.jquant.tensor.ValueType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputTypesTest {
    private static final ValueType FLOATS = ValueType.tensor(ElementType.FLOAT, 2);
    private static final ValueType HALVES = ValueType.tensor(ElementType.FLOAT16, 2);
    private static final ValueType LONGS = ValueType.tensor(ElementType.INT64, 2);
    private static final ValueType INTS = ValueType.tensor(ElementType.INT32, 2);
    private static final ValueType STRINGS = ValueType.tensor(ElementType.STRING, 2);
    private static final ValueType LIST = new ValueType.SequenceType(FLOATS);

    private static String problem(String opType, int opset, ValueType... types) {
        return OperatorSignatures.typeProblem(opType, opset, Arrays.asList(types));
    }

    @Test
    void inputsOfOneVariableHaveOneType() {
        assertNull(problem("Add", 13, FLOATS, FLOATS));
        assertEquals(
                "input 1 is of type float16 and input 0 of type float, they must be of one type",
                problem("Add", 13, FLOATS, HALVES));
        assertNull(
                problem("Pow", 13, FLOATS, LONGS), "base and exponent are variables of their own");
    }

    @Test
    void onlyTypesOfTheDefinitionAreTaken() {
        assertTrue(problem("Relu", 13, STRINGS).startsWith("input 0 is of type string"));
        assertTrue(problem("Reshape", 13, FLOATS, FLOATS).startsWith("input 1 is of type float"));
        assertNull(problem("Slice", 13, FLOATS, INTS, INTS));
        assertNull(problem("Slice", 13, FLOATS, LONGS, LONGS));
        assertTrue(problem("Slice", 13, FLOATS, INTS, LONGS).contains("of one type"));
    }

    @Test
    void eachOperatorSetHasItsOwn() {
        assertNull(problem("Relu", 14, INTS));
        assertTrue(problem("Relu", 13, INTS).contains("int32"));
        assertNull(problem("NoSuchOperator", 13, INTS));
        assertNull(problem("Gelu", 13, FLOATS), "not an operator yet");
    }

    @Test
    void lastInputStandsForMany() {
        assertNull(problem("Concat", 13, FLOATS, FLOATS, FLOATS));
        assertTrue(problem("Concat", 13, FLOATS, FLOATS, LONGS).startsWith("input 2 is of type"));
        assertNull(
                problem(
                        "Loop",
                        16,
                        ValueType.tensor(ElementType.INT64),
                        ValueType.tensor(ElementType.BOOL),
                        FLOATS,
                        LONGS));
    }

    @Test
    void sequencesAreNoTensors() {
        assertNull(problem("SequenceLength", 13, LIST));
        assertEquals(
                "input 0 is of type sequence, which the operator does not take",
                problem("Relu", 13, LIST));
        assertTrue(problem("SequenceLength", 13, FLOATS).contains("float"));
        assertNull(problem("Identity", 16, LIST));
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        assertNull(problem("Add", 13, null, FLOATS));
        assertNull(problem("Add", 13, ValueType.tensor(null, 2), FLOATS));
        assertNull(OperatorSignatures.typeProblem("Clip", 13, Arrays.asList(FLOATS, null, FLOATS)));
        assertNull(OperatorSignatures.typeProblem("Add", 13, List.of()));
    }
}
