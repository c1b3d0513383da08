package io.jquant.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResizerTest {
    /** What Pillow 13 makes of {@link #sample}: filter, width, height, samples. */
    static Stream<Arguments> pillow() {
        return Stream.of(
                Arguments.of(
                        ResizeFilter.BILINEAR,
                        3,
                        4,
                        "4d6d927f5779a2895c9f6287858d6c878e7a9a79647fa4676489aeb461809982"
                                + "687e698e"),
                Arguments.of(
                        ResizeFilter.BILINEAR,
                        8,
                        9,
                        "00254a31567b768bb0bb3055b1264b566b908bb045bce10624496e557a9f8faf"
                                + "d46a5479604a6f6f8fb4af7469e05a2a587da2897ca1be789d636489597e7f9e"
                                + "c37da3786ba2395e9884a9b05e83c8335491787687ac6ca8cd347a9f6d54799e"
                                + "e4092ea53a5f5a7f949fc43995ba2f3a5f746f94b9a0c5ea7a668b929765abd0"
                                + "37739858698e8c8bb0d15c81a6365b80ab42679e73668cb16289ae4e7fa4686c"
                                + "91ad688db2678cb1cb466bb25176916681a1ab5b97a1517146617c7ba087acd1"
                                + "8eb3d8bf7499f4294e996e938f6489d4092e893e634a6f94"),
                Arguments.of(
                        ResizeFilter.BILINEAR,
                        2,
                        7,
                        "634e73937e515f84a98f6287ab678189a35f996c57779c8785aa666388a29f72"
                                + "5d7da28db7688d95466b"),
                Arguments.of(
                        ResizeFilter.BILINEAR,
                        5,
                        3,
                        "33587da290b56c365b80a593b86f39a350759a826b81a653789d856e84a9ab62"
                                + "87ac766489ae658a5479678cb1"),
                Arguments.of(
                        ResizeFilter.BICUBIC,
                        3,
                        4,
                        "476e947e5381a68756a45e8986916986907b9a775c7ead635f8bb6b661839c7f"
                                + "647e698e"),
                Arguments.of(
                        ResizeFilter.BICUBIC,
                        8,
                        9,
                        "001a3f23557a748fb4d52348c2103d4e689486c042c1f3001a3b604e7fa48fc3"
                                + "e8624b6e4f3663688fc8bc716cf74e1b4c89ae8f84a9cf799f4b58913c7d87ab"
                                + "d580af7168a218599696bbb85983d71a4290718186bb73b7dc1d75a5663e75aa"
                                + "ee0126a52f61537f9baad72f9fc41c3459746d92c4a8cdf266689d91a465b9e4"
                                + "25668d525b7f9d99bee7597ea620456aae32609c6f6485bf648ab8407fa85f65"
                                + "9cbb6491be688cb1dc395db44077855e8eabc354a0b23c663a577c7cab96c1e6"
                                + "81c6ebc2779bff1d438d74a3826a98e300248a385c3b7398"),
                Arguments.of(
                        ResizeFilter.BICUBIC,
                        2,
                        7,
                        "6047749a814d5885aa925e83ac678585a35e9d695076a38a86ab665f84a2a36f"
                                + "567ca990b86c9191456a"),
                Arguments.of(
                        ResizeFilter.BICUBIC,
                        5,
                        3,
                        "30567ba08ebb7033597ea391be7336a554799e84627ca8577ca887657fabac61"
                                + "86ab76648aaf64894c79678db2"),
                Arguments.of(
                        ResizeFilter.AREA,
                        3,
                        4,
                        "53789d791e43a0856aab507591b65b789d8294b95e3a5f846186abb4597e9abf"
                                + "6481668b"),
                Arguments.of(
                        ResizeFilter.AREA,
                        8,
                        9,
                        "00254a00254a6f94b9de0328de03284d7297bce106bce106365b80365b80a5ca"
                                + "ef14395e14395e83a8cdf2173cf2173c365b80365b80a5caef14395e14395e83"
                                + "a8cdf2173cf2173c82a7cc82a7ccf1163b6085aa6085aacff4193e63883e6388"
                                + "e4092ee4092e53789dc2e70cc2e70c31567ba0c5eaa0c5ea5c81a65c81a6cbf0"
                                + "153a5f843a5f84a9cef3183d62183d62ea0f34ea0f34597ea3c8ed12c8ed1237"
                                + "5c81a6cbf0a6cbf0ea0f34ea0f34597ea3c8ed12c8ed12375c81a6cbf0a6cbf0"
                                + "8eb3d88eb3d8fd22476c91b66c91b6db00254a6f944a6f94"),
                Arguments.of(
                        ResizeFilter.AREA,
                        2,
                        7,
                        "6f3f6485aa4f50759abb60859c6b9087ac51a87848698eb3769b6a6186abae7e"
                                + "4e6f94b9a8779c93385d"),
                Arguments.of(
                        ResizeFilter.AREA,
                        5,
                        3,
                        "1b40658aafd4791e43688db2d77c2196668bb07f4f7499698eb38252779cbc61"
                                + "86ab50759abf64892e53789dc2"),
                Arguments.of(
                        ResizeFilter.LANCZOS,
                        3,
                        4,
                        "4771937f558ca58451a75b8e859467868f7b9b73557eb65f5c8dbeb566879d7a"
                                + "617d688d"),
                Arguments.of(
                        ResizeFilter.LANCZOS,
                        8,
                        9,
                        "001439195a7f7a8bafea2845c2003c4e63907ccc46c5f90014274c4984aa88cb"
                                + "ef6f4f6644295c5b84cfc07876ff51123c9ac1a093afdd74983c469a228c98b7"
                                + "e980bf6d649400549a9abbbc4d7cd10e4298698192ce69b3da1073a9623981bb"
                                + "f6011ea0266753849babe734a2bf0c34586f678ccdb0d5f25d62a594ab66b9e8"
                                + "20618d435878ad9ab8ee5c7da8193d5fab2a5d99726582ce5e86bf357da76263"
                                + "adc76097c76585a7e73c56b4307b835895b0d35ca7b229642e487b74afa1d2f1"
                                + "72d3fac97696ff1d3e8870a67f6aa2e800269030522c769b"),
                Arguments.of(
                        ResizeFilter.LANCZOS,
                        2,
                        7,
                        "5e42769f834d5387ac945e83ae6a8585a05c9d674b74a88c88ad695f849fa36d"
                                + "517aae92ba6c91914368"),
                Arguments.of(
                        ResizeFilter.LANCZOS,
                        5,
                        3,
                        "2e587da287bd71315b80a18ac07434a854799e876177ab577cb08a647aaeab5f"
                                + "84a97b648dae6287487e6790b1"),
                Arguments.of(
                        ResizeFilter.NEAREST,
                        3,
                        4,
                        "00254ade0328bce10682a7cc6085aa3e63885c81a63a5f84183d628eb3d86c91"
                                + "b64a6f94"),
                Arguments.of(
                        ResizeFilter.NEAREST,
                        8,
                        9,
                        "00254a00254a6f94b9de0328de03284d7297bce106bce106365b80365b80a5ca"
                                + "ef14395e14395e83a8cdf2173cf2173c365b80365b80a5caef14395e14395e83"
                                + "a8cdf2173cf2173c82a7cc82a7ccf1163b6085aa6085aacff4193e63883e6388"
                                + "e4092ee4092e53789dc2e70cc2e70c31567ba0c5eaa0c5ea5c81a65c81a6cbf0"
                                + "153a5f843a5f84a9cef3183d62183d62ea0f34ea0f34597ea3c8ed12c8ed1237"
                                + "5c81a6cbf0a6cbf0ea0f34ea0f34597ea3c8ed12c8ed12375c81a6cbf0a6cbf0"
                                + "8eb3d88eb3d8fd22476c91b66c91b6db00254a6f944a6f94"),
                Arguments.of(
                        ResizeFilter.NEAREST,
                        2,
                        7,
                        "6f94b94d7297a5caef83a8cdf1163bcff41953789d31567bcbf015a9cef3597e"
                                + "a3375c81fd2247db0025"),
                Arguments.of(
                        ResizeFilter.NEAREST,
                        5,
                        3,
                        "365b80a5caef14395e83a8cdf2173ce4092e53789dc2e70c31567ba0c5eaea0f"
                                + "34597ea3c8ed12375c81a6cbf0"));
    }

    /** A picture of 5 by 7 pixels that looks like nothing. */
    private static Pixels sample() {
        byte[] data = new byte[7 * 5 * 3];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 37 + 11 * (i / 15) * (i / 15));
        }
        return new Pixels(5, 7, 3, data);
    }

    @ParameterizedTest
    @MethodSource("pillow")
    void hasTheBitsOfPillow(ResizeFilter filter, int width, int height, String expected) {
        Pixels got = Resizer.resize(sample(), width, height, filter);
        assertEquals(expected, HexFormat.of().formatHex(got.data()));
    }

    @ParameterizedTest
    @EnumSource(names = "NEAREST", mode = EnumSource.Mode.EXCLUDE)
    void isWithinRoundingOfTheDefinition(ResizeFilter filter) {
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            int w = 1 + random.nextInt(40);
            int h = 1 + random.nextInt(40);
            int width = 1 + random.nextInt(50);
            int height = 1 + random.nextInt(50);
            int channels = random.nextBoolean() ? 1 : 3;
            byte[] data = new byte[w * h * channels];
            random.nextBytes(data);
            Pixels in = new Pixels(w, h, channels, data);
            Pixels got = Resizer.resize(in, width, height, filter);
            double[] want = reference(in, width, height, filter);
            for (int i = 0; i < want.length; i++) {
                // Two roundings, the first of which later weights may enlarge or clip.
                double clipped = Math.max(0, Math.min(255, want[i]));
                boolean overshoots =
                        filter == ResizeFilter.BICUBIC || filter == ResizeFilter.LANCZOS;
                assertEquals(clipped, got.data()[i] & 0xff, overshoots ? 45 : 1.01);
            }
            if (filter == ResizeFilter.BILINEAR || filter == ResizeFilter.AREA) {
                assertEquals(mean(want), mean(got), 0.6);
            }
        }
    }

    /** Weighted means in double, both axes at once, straight from the kernels' definitions. */
    private static double[] reference(Pixels in, int width, int height, ResizeFilter filter) {
        double[] out = new double[width * height * in.channels()];
        for (int y = 0; y < height; y++) {
            double[] down = weights(in.height(), height, y, filter);
            for (int x = 0; x < width; x++) {
                double[] across = weights(in.width(), width, x, filter);
                for (int c = 0; c < in.channels(); c++) {
                    double sum = 0;
                    for (int j = 0; j < in.height(); j++) {
                        for (int i = 0; i < in.width(); i++) {
                            int at = (j * in.width() + i) * in.channels() + c;
                            sum += down[j] * across[i] * (in.data()[at] & 0xff);
                        }
                    }
                    out[(y * width + x) * in.channels() + c] = sum;
                }
            }
        }
        return out;
    }

    private static double[] weights(int from, int to, int index, ResizeFilter filter) {
        double[] w = new double[from];
        double scale = (double) from / to;
        if (from == to) {
            w[index] = 1;
            return w;
        }
        double stretch = Math.max(1, scale);
        double center = (index + 0.5) * scale;
        double reach =
                stretch
                        * switch (filter) {
                            case AREA -> 0.5;
                            case BILINEAR -> 1;
                            case BICUBIC -> 2;
                            default -> 3;
                        };
        double sum = 0;
        int first = Math.max(0, (int) Math.floor(center - reach + 0.5));
        int end = Math.min(from, (int) Math.floor(center + reach + 0.5));
        for (int i = first; i < end; i++) {
            w[i] = kernel(filter, (i + 0.5 - center) / stretch);
            sum += w[i];
        }
        for (int i = 0; i < from; i++) {
            w[i] /= sum;
        }
        return w;
    }

    private static double kernel(ResizeFilter filter, double x) {
        double a = Math.abs(x);
        return switch (filter) {
            case AREA -> x > -0.5 && x <= 0.5 ? 1 : 0;
            case BILINEAR -> Math.max(0, 1 - a);
            case BICUBIC ->
                    a < 1
                            ? 1.5 * a * a * a - 2.5 * a * a + 1
                            : a < 2 ? -0.5 * a * a * a + 2.5 * a * a - 4 * a + 2 : 0;
            default ->
                    a == 0
                            ? 1
                            : a < 3
                                    ? Math.sin(Math.PI * a)
                                            / (Math.PI * a)
                                            * Math.sin(Math.PI * a / 3)
                                            / (Math.PI * a / 3)
                                    : 0;
        };
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        return sum / values.length;
    }

    private static double mean(Pixels p) {
        double sum = 0;
        for (byte b : p.data()) {
            sum += b & 0xff;
        }
        return sum / p.data().length;
    }

    @Test
    void sameSizeIsLeftAlone() {
        Pixels in = sample();
        assertSame(in, Resizer.resize(in, 5, 7, ResizeFilter.LANCZOS));
    }

    @Test
    void evenPicturesStayEven() {
        byte[] grey = new byte[13 * 9];
        java.util.Arrays.fill(grey, (byte) 201);
        for (ResizeFilter f : ResizeFilter.values()) {
            for (int[] size : new int[][] {{1, 1}, {40, 3}, {3, 40}, {27, 31}}) {
                for (byte b :
                        Resizer.resize(new Pixels(13, 9, 1, grey), size[0], size[1], f).data()) {
                    assertEquals(201, b & 0xff, f + " " + size[0] + "x" + size[1]);
                }
            }
        }
    }

    @Test
    void greyAndEqualChannelsAreResizedAlike() {
        byte[] grey = new byte[17 * 23];
        new Random(3).nextBytes(grey);
        byte[] colours = new byte[3 * grey.length];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = grey[i / 3];
        }
        for (ResizeFilter f : ResizeFilter.values()) {
            Pixels one = Resizer.resize(new Pixels(17, 23, 1, grey), 9, 31, f);
            Pixels three = Resizer.resize(new Pixels(17, 23, 3, colours), 9, 31, f);
            byte[] first = new byte[one.data().length];
            for (int i = 0; i < first.length; i++) {
                first[i] = three.data()[3 * i];
                assertTrue(three.data()[3 * i] == three.data()[3 * i + 2]);
            }
            assertArrayEquals(one.data(), first);
        }
    }
}
