package io.jquant.data.preprocess;

import io.jquant.image.ResizeFilter;
import io.jquant.tensor.ElementType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Single settings of a preparation, from the objects of a YAML file (String, Number, List) or the
 * words of the command line. Every method states what is allowed when a value is not.
 */
final class Settings {
    private static final long MOST_PIXELS = 1 << 26;

    private Settings() {}

    static Layout layout(Object v) throws BadSetting {
        return choice(v, Layout.values());
    }

    static ColorOrder color(Object v) throws BadSetting {
        return choice(v, ColorOrder.values());
    }

    static ResizeFilter filter(Object v) throws BadSetting {
        return choice(v, ResizeFilter.values());
    }

    static Resize.Place place(Object v) throws BadSetting {
        return choice(v, Resize.Place.values());
    }

    /** NumPy's name of an element type. */
    static String name(ElementType t) {
        return switch (t) {
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            default -> t.name().toLowerCase(Locale.ROOT);
        };
    }

    /** An element type that pictures can have, by NumPy's name. */
    static ElementType type(Object v) throws BadSetting {
        String given = String.valueOf(v);
        List<String> known = new ArrayList<>();
        for (ElementType t : ElementType.values()) {
            if (ValueTable.canHold(t)) {
                String name = name(t);
                if (name.equals(given)) {
                    return t;
                }
                known.add(name);
            }
        }
        throw new BadSetting("'" + given + "' is no element type", String.join(", ", known));
    }

    private static <E extends Enum<E>> E choice(Object v, E[] all) throws BadSetting {
        for (E e : all) {
            if (v instanceof String s && e.name().equalsIgnoreCase(s.trim())) {
                return e;
            }
        }
        boolean lower = !(all[0] instanceof Layout) && !(all[0] instanceof ColorOrder);
        List<String> names = new ArrayList<>();
        for (E e : all) {
            names.add(lower ? e.name().toLowerCase(Locale.ROOT) : e.name());
        }
        throw new BadSetting("'" + v + "' is not known", String.join(", ", names));
    }

    /** A whole number within bounds. */
    static int whole(Object v, int least, int most) throws BadSetting {
        long n = Long.MIN_VALUE;
        if (v instanceof Integer || v instanceof Long) {
            n = ((Number) v).longValue();
        } else if (v instanceof String s && s.trim().matches("[0-9]{1,9}")) {
            n = Long.parseLong(s.trim());
        }
        if (n < least || n > most) {
            throw new BadSetting(
                    "'" + v + "' is not in its range",
                    "a whole number from " + least + " to " + most);
        }
        return (int) n;
    }

    static int side(Object v) throws BadSetting {
        return whole(v, 1, Size.MOST);
    }

    /** N for a square, a list of width and height, or WxH. */
    static Size size(Object v) throws BadSetting {
        List<?> sides = v instanceof String s ? Arrays.asList(s.split("[xX]", -1)) : List.of(v);
        if (v instanceof List<?> l) {
            sides = l;
        }
        if (sides.isEmpty() || sides.size() > 2) {
            throw new BadSetting("'" + v + "' is no size", "one side, or width and height");
        }
        return size(side(sides.get(0)), side(sides.get(sides.size() - 1)));
    }

    static Size size(int width, int height) throws BadSetting {
        if ((long) width * height > MOST_PIXELS) {
            throw new BadSetting(
                    width + "x" + height + " is too large", "at most " + MOST_PIXELS + " pixels");
        }
        return new Size(width, height);
    }

    /** A finite number; a quotient such as 1/255 is one, too. */
    static double number(Object v) throws BadSetting {
        double out = Double.NaN;
        if (v instanceof Number n && !(n instanceof BigInteger)) {
            out = n.doubleValue();
        } else if (v instanceof String s) {
            out = quotient(s.trim());
        }
        float single = (float) out;
        if (Float.isNaN(single) || Float.isInfinite(single)) {
            throw new BadSetting("'" + v + "' is no number", "a number such as 0.5 or 1/255");
        }
        return out;
    }

    private static double quotient(String s) {
        String[] parts = s.split("/", -1);
        String decimal = "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?";
        for (String p : parts) {
            if (p.length() > 40 || !p.trim().matches(decimal)) {
                return Double.NaN;
            }
        }
        return switch (parts.length) {
            case 1 -> Double.parseDouble(parts[0]);
            case 2 -> Double.parseDouble(parts[0]) / Double.parseDouble(parts[1]);
            default -> Double.NaN;
        };
    }

    /** A number that is not 0 in float32. */
    static double factor(Object v) throws BadSetting {
        double out = number(v);
        if ((float) out == 0) {
            throw new BadSetting("'" + v + "' is zero", "a number other than 0");
        }
        return out;
    }

    /** One number, or one for each channel; a string has commas between them. */
    static double[] perChannel(Object v, ColorOrder color, boolean divisor) throws BadSetting {
        List<?> all = v instanceof List<?> l ? l : List.of(v);
        if (v instanceof String s) {
            all = Arrays.asList(s.split(",", -1));
        }
        if (all.size() != 1 && all.size() != color.channels()) {
            throw new BadSetting(
                    all.size() + " numbers for " + color,
                    color.channels() == 1 ? "one number" : "one number or three");
        }
        double[] out = new double[all.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = divisor ? factor(all.get(i)) : number(all.get(i));
        }
        return out;
    }
}
