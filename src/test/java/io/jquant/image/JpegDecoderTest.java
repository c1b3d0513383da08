package io.jquant.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Pictures that Pillow wrote, and the pixels that it reads from them. */
class JpegDecoderTest {
    /** Colour, chroma halved in both directions. */
    private static final String YCC420 =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEycc"
                    + "HhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4O"
                    + "DhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P"
                    + "T09PT09PT09PT09PT0//wAARCAAGAAoDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAA"
                    + "AAAAAAAAAAIF/8QAHBABAAICAwEAAAAAAAAAAAAAAQACAyEEBRFx/8QAFQEBAQAA"
                    + "AAAAAAAAAAAAAAAAAgP/xAAbEQACAgMBAAAAAAAAAAAAAAABAgMRAAQhwf/aAAwD"
                    + "AQACEQMRAD8AvuMiVyY8d7AUENeGw+zMrwhqLbabiJfVUMlNi1gJo7k7R8Gf/9k=";

    private static final String YCC420_PIXELS =
            "9f876fcda999ce9093d29da7a4929ea088a2a7568e9d4f8d624c7a4b53789f94"
                    + "76c2ac95bf8e8ac2979e9b949b9c8aa2974a808436745d45754c4f78aebf93b0"
                    + "b4918c756577625d586464777384813c728031725e3d72564e7d98c58ca4c493"
                    + "999e808c90817090858b95a17b3d70702162653d7967528a81cd8390ce8f94b5"
                    + "8a7f9d8161968288a1a67742707b2c6e7643857d59997cd7877cc98376a47348"
                    + "74512a6a506c8e8f73426f924385844d918a5fa4";

    /** The same, progressive. */
    private static final String PROG =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEycc"
                    + "HhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4O"
                    + "DhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P"
                    + "T09PT09PT09PT09PT0//wgARCAAGAAoDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAA"
                    + "AAAAAAAAAAEE/8QAFQEBAQAAAAAAAAAAAAAAAAAAAQL/2gAMAwEAAhADEAAAAbmL"
                    + "f//EABcQAQADAAAAAAAAAAAAAAAAAAABAxL/2gAIAQEAAQUCulh//8QAFxEAAwEA"
                    + "AAAAAAAAAAAAAAAAAAIiA//aAAgBAwEBPwHO1o//xAAYEQACAwAAAAAAAAAAAAAA"
                    + "AAAAAQMRIf/aAAgBAgEBPwGJWtP/xAAVEAEBAAAAAAAAAAAAAAAAAAABEP/aAAgB"
                    + "AQAGPwJCf//EABcQAAMBAAAAAAAAAAAAAAAAAAABITH/2gAIAQEAAT8hgw8FGn//"
                    + "2gAMAwEAAgADAAAAEIv/xAAYEQEBAAMAAAAAAAAAAAAAAAABEQAhwf/aAAgBAwEB"
                    + "PxAlNo8M/8QAFhEAAwAAAAAAAAAAAAAAAAAAAAER/9oACAECAQE/EERH/8QAGBAB"
                    + "AQEBAQAAAAAAAAAAAAAAASEAEXH/2gAIAQEAAT8QQAgKE4UPcKFpLv/Z";

    private static final String PROG_PIXELS =
            "9f876fcda999ce9093d29da7a4929ea088a2a7568e9d4f8d624c7a4b53789f94"
                    + "76c2ac95bf8e8ac2979e9b949b9c8aa2974a808436745d45754c4f78aebf93b0"
                    + "b4918c756577625d586464777384813c728031725e3d72564e7d98c58ca4c493"
                    + "999e808c90817090858b95a17b3d70702162653d7967528a81cd8390ce8f94b5"
                    + "8a7f9d8161968288a1a67742707b2c6e7643857d59997cd7877cc98376a47348"
                    + "74512a6a506c8e8f73426f924385844d918a5fa4";

    /** Grey. */
    private static final String GREY =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEycc"
                    + "HhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//wAALCAAG"
                    + "AAoBAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAgX/xAAcEAEAAgIDAQAAAAAAAAAA"
                    + "AAABAgMAIQQFEXH/2gAIAQEAAD8AfcWJGyuucgICGvDYfcmR4QxFltN5/9k=";

    private static final String GREY_PIXELS =
            "8bb2a3ae9992756d585594b09ca5979267545253b5af7a68607657504d56b1b5"
                    + "998d85935540505faeb4a691849a574b5a6bb3aa9163548456626574";

    /** Four inks, as Adobe stores them. */
    private static final String CMYK =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4X"
                    + "IC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgABgAK"
                    + "BEMRAE0RAFkRAEsRAP/EABkAAAIDAQAAAAAAAAAAAAAAAAEDAAQFB//EACMQAAIB"
                    + "AwMEAwAAAAAAAAAAAAECAwARIQQSUQUGE0EWMUL/2gAOBEMATQBZAEsAAD8AM/V2"
                    + "khg6asShXcqWze21jzyBTO5tPsE8kM0i7IgyJZQoO5V4v7J+6MOqlgfWaYSv44YQ"
                    + "ypi2XReL/o+66dVT4vCcl8msRJX2Lc3NsmnL29BKokJF3G445qV//9k=";

    private static final String CMYK_PIXELS =
            "85905e97997ecea4b2d786bdc07dc7c265c0875cbf677094316b6f2a6e3f78b2"
                    + "5b91c879ca9d9cdb93b2cc82b5a46bc6805ba955478138577a33615599ca86ae"
                    + "c674d93f40e92838e910308e3996a142877530914a427b47546a7ebf8083de88"
                    + "919f6994ab88a188772bb8ea834c7b651270663a7d674f8389df9881db8b7cba"
                    + "4b7498558768410ecfe6913964862a7485418a8853a474cc9969bb8e64c45859"
                    + "8e566a604700d8f8832e56833a6c9b4a8e9f57b7";

    /** Four components, three of them coded. */
    private static final String YCCK =
            "/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwANCQoLCggNCwoLDg4NDxMgFRMSEhMnHB4X"
                    + "IC4pMTAuKS0sMzpKPjM2RjcsLUBXQUZMTlJTUjI+WmFaUGBKUVJP/8AAFAgABgAK"
                    + "BEMRAE0RAFkRAEsRAP/EABkAAAIDAQAAAAAAAAAAAAAAAAEDAAQFB//EACMQAAIB"
                    + "AwMEAwAAAAAAAAAAAAECAwARIQQSUQUGE0EWMUL/2gAOBEMATQBZAEsAAD8AM/V2"
                    + "khg6asShXcqWze21jzyBTO5tPsE8kM0i7IgyJZQoO5V4v7J+6MOqlgfWaYSv44YQ"
                    + "ypi2XReL/o+66dVT4vCcl8msRJX2Lc3NsmnL29BKokJF3G445qV//9k=";

    private static final String YCCK_PIXELS =
            "aa675e6b6f3c00610000561d00714400616d2099b87ca1b4e6bbf3ffa0f5bb7e"
                    + "2e7882000e5302004e02005a2f0086804690c1a997ffcfb5ffffa3ff5e840062"
                    + "61008000997b00b28600dc5268ef544ecc727bffbc9cffd799ff81971171a200"
                    + "8e683760801f6b5a503fff718367d8b069ff9d7fff9489ef54a8006fa500cd71"
                    + "1cc77560d043a362ff659542ec8a53ff6c6bea4581c768b70482b42dd39623e1"
                    + "8d8de561ce57ff63b742ff9856f8505bc41379a9";

    /** Held upright by the camera, so to be turned to the right. */
    private static final String TURN6 =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAAB"
                    + "AAYAAAAAAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwz"
                    + "Oko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01"
                    + "T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09P"
                    + "T0//wAARCAAGAAoDAREAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAgX/xAAc"
                    + "EAEAAgIDAQAAAAAAAAAAAAABAgMAIQQFEXH/xAAWAQEBAQAAAAAAAAAAAAAAAAAB"
                    + "AwT/xAAfEQACAgIBBQAAAAAAAAAAAAABAgAEESFRAxRBYdH/2gAMAwEAAhEDEQA/"
                    + "AH3FiRsrrnICAhrw2H3Co5Usp8fQIV7RYJ0iBs4zvgnn1JkeEMRZbTebe3U7lTRX"
                    + "M//Z";

    private static final String TURN6_PIXELS =
            "97c1b577cf9548ef85a8c67e62b95a7e9c5286cb5e84da6b6ce677d2a584a6ba"
                    + "97c1ada664b35782c5667cb459d85541c2926ece957a3c813179a46f8c9081e6"
                    + "2673dd82c5db8fda555b2b888866908373dd215ec080a2af8aab00b6eb36bbf6"
                    + "51a5e5c540bfb573d4c06ed08740447448574858679f2c796e5b938762a8c12b"
                    + "85892377393a728f258757488d8655a795429a7d3e8d613f7c474a6d375c6231"
                    + "6b5fa152ab8b50a06d508a4e557236605f2b6a57";

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static void assertPixels(int width, int height, int channels, String hex, String file)
            throws BadPicture {
        Pixels got = PictureReader.decode(bytes(file));
        assertEquals(width + "x" + height, got.width() + "x" + got.height());
        assertEquals(channels, got.channels());
        assertArrayEquals(HexFormat.of().parseHex(hex), got.data());
    }

    @Test
    void coloursWithCoarseChromaAreThoseOfPillow() throws BadPicture {
        assertPixels(10, 6, 3, YCC420_PIXELS, YCC420);
    }

    @Test
    void progressiveFilesAreThoseOfPillow() throws BadPicture {
        assertPixels(10, 6, 3, PROG_PIXELS, PROG);
    }

    @Test
    void greyIsNotBrightened() throws BadPicture {
        assertPixels(10, 6, 1, GREY_PIXELS, GREY);
    }

    @Test
    void inksBecomeColours() throws BadPicture {
        assertPixels(10, 6, 3, CMYK_PIXELS, CMYK);
    }

    @Test
    void codedInksBecomeColours() throws BadPicture {
        assertPixels(10, 6, 3, YCCK_PIXELS, YCCK);
    }

    @Test
    void orientationIsApplied() throws BadPicture {
        assertPixels(6, 10, 3, TURN6_PIXELS, TURN6);
    }

    @Test
    void profilesThumbnailsAndCommentsCannotDisturb() throws BadPicture {
        byte[] plain = bytes(YCC420);
        byte[] junk = new byte[300];
        byte[] with = new byte[plain.length + 3 * 304];
        System.arraycopy(plain, 0, with, 0, 2);
        int at = 2;
        for (int marker : new int[] {0xe2, 0xed, 0xfe}) { // profile, Photoshop, comment
            with[at] = (byte) 0xff;
            with[at + 1] = (byte) marker;
            with[at + 2] = (byte) (302 >> 8);
            with[at + 3] = (byte) 302;
            System.arraycopy(junk, 0, with, at + 4, 300);
            at += 304;
        }
        System.arraycopy(plain, 2, with, at, plain.length - 2);
        assertArrayEquals(
                HexFormat.of().parseHex(YCC420_PIXELS), PictureReader.decode(with).data());
    }

    @Test
    void filesThatAreCutOffAreRefusedWhereverTheyEnd() {
        byte[] whole = bytes(YCC420);
        for (int length = 3; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(BadPicture.class, () -> PictureReader.decode(cut), "length " + length);
        }
    }

    @Test
    void sizesThatTheFileCannotHoldAreRefusedBeforeTheyAreAllocated() {
        byte[] file = bytes(GREY);
        int frame = indexOf(file, 0xc0);
        file[frame + 5] = (byte) 0xff;
        file[frame + 6] = (byte) 0xff;
        file[frame + 7] = (byte) 0x7f;
        file[frame + 8] = (byte) 0xff;
        BadPicture e = assertThrows(BadPicture.class, () -> PictureReader.decode(file));
        assertTrue(e.getMessage().contains("32767x65535"), e.getMessage());
    }

    @Test
    void codingsThatAreNotSupportedAreNamed() {
        byte[] arithmetic = bytes(GREY);
        arithmetic[indexOf(arithmetic, 0xc0) + 1] = (byte) 0xc9;
        assertEquals(
                "arithmetic coding is not supported",
                assertThrows(BadPicture.class, () -> PictureReader.decode(arithmetic))
                        .getMessage());
        byte[] lossless = bytes(GREY);
        lossless[indexOf(lossless, 0xc0) + 1] = (byte) 0xc3;
        assertEquals(
                "lossless and hierarchical JPEG are not supported",
                assertThrows(BadPicture.class, () -> PictureReader.decode(lossless)).getMessage());
    }

    @Test
    void damagedBytesNeverDoWorseThanARefusal() {
        for (String fixture : new String[] {YCC420, PROG, CMYK, TURN6}) {
            byte[] whole = bytes(fixture);
            for (int at = 2; at < whole.length; at++) {
                byte[] bad = whole.clone();
                bad[at] ^= (byte) 0xff;
                try {
                    Pixels p = PictureReader.decode(bad);
                    assertTrue(p.width() > 0);
                } catch (BadPicture e) {
                    assertTrue(e.getMessage().length() > 5);
                }
            }
        }
    }

    private static int indexOf(byte[] file, int marker) {
        for (int i = 0; i < file.length - 1; i++) {
            if ((file[i] & 0xff) == 0xff && (file[i + 1] & 0xff) == marker) {
                return i;
            }
        }
        throw new IllegalArgumentException("no such marker");
    }
}
