package io.jquant.load;

import com.google.protobuf.ByteString;
import io.jquant.graph.Attribute;
import io.jquant.graph.AttributeType;
import io.jquant.graph.Graph;
import io.jquant.proto.AttributeProto;
import io.jquant.proto.GraphProto;
import io.jquant.proto.TensorProto;
import io.jquant.tensor.Tensor;
import io.jquant.wire.CarriedAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes attributes of messages. */
final class AttributeReader {
    private final TensorFactory tensors;

    AttributeReader(TensorFactory tensors) {
        this.tensors = tensors;
    }

    /**
     * The attribute.
     *
     * @param label the node, for messages
     * @param bodies makes a graph of its message
     * @throws IllegalArgumentException with a message that says what is wrong
     */
    Attribute read(AttributeProto proto, String label, Function<GraphProto, Graph> bodies) {
        String name = proto.getName();
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an attribute has no name");
        }
        AttributeType type = type(proto);
        if (!proto.getRefAttrName().isEmpty()) {
            return new Attribute(
                    name, type, null, proto.getRefAttrName(), new CarriedAttribute(proto, null));
        }
        if (type != AttributeType.OPAQUE && !holds(proto, type) && holdsAnything(proto)) {
            throw new IllegalArgumentException(
                    "attribute '" + name + "' says that it is " + type + " and holds another type");
        }
        Object value = value(proto, type, name, label, bodies);
        AttributeProto rest =
                switch (type) {
                    case TENSOR -> proto.toBuilder().clearT().build();
                    case TENSORS -> proto.toBuilder().clearTensors().build();
                    case GRAPH -> proto.toBuilder().clearG().build();
                    case GRAPHS -> proto.toBuilder().clearGraphs().build();
                    default -> proto;
                };
        return new Attribute(name, type, value, null, new CarriedAttribute(rest, value));
    }

    private Object value(
            AttributeProto p,
            AttributeType type,
            String name,
            String label,
            Function<GraphProto, Graph> bodies) {
        return switch (type) {
            case FLOAT -> p.getF();
            case INT -> p.getI();
            case STRING -> p.getS().toByteArray();
            case FLOATS -> {
                float[] out = new float[p.getFloatsCount()];
                for (int i = 0; i < out.length; i++) {
                    out[i] = p.getFloats(i);
                }
                yield out;
            }
            case INTS -> {
                long[] out = new long[p.getIntsCount()];
                for (int i = 0; i < out.length; i++) {
                    out[i] = p.getInts(i);
                }
                yield out;
            }
            case STRINGS -> p.getStringsList().stream().map(ByteString::toByteArray).toList();
            case TENSOR -> {
                if (!p.hasT()) {
                    throw new IllegalArgumentException("attribute '" + name + "' has no value");
                }
                yield tensors.make(p.getT(), label + ", attribute '" + name + "'");
            }
            case TENSORS -> {
                List<Tensor> out = new ArrayList<>();
                for (TensorProto t : p.getTensorsList()) {
                    out.add(tensors.make(t, label + ", attribute '" + name + "'"));
                }
                yield out;
            }
            case GRAPH -> {
                if (!p.hasG()) {
                    throw new IllegalArgumentException("attribute '" + name + "' has no graph");
                }
                yield bodies.apply(p.getG());
            }
            case GRAPHS -> {
                List<Graph> out = new ArrayList<>();
                for (GraphProto g : p.getGraphsList()) {
                    out.add(bodies.apply(g));
                }
                yield out;
            }
            case SPARSE_TENSOR -> {
                if (!p.hasSparseTensor()) {
                    throw new IllegalArgumentException("attribute '" + name + "' has no value");
                }
                yield tensors.make(p.getSparseTensor(), label + ", attribute '" + name + "'");
            }
            case OPAQUE -> p.toByteArray();
        };
    }

    /** The type that the message states; in files of before IR version 2, that of its value. */
    private static AttributeType type(AttributeProto p) {
        if (p.hasType() && p.getType() != AttributeProto.AttributeType.UNDEFINED) {
            return AttributeType.ofCode(p.getType().getNumber());
        }
        if (p.getUnknownFields().hasField(AttributeProto.TYPE_FIELD_NUMBER)) {
            return AttributeType.OPAQUE; // a type newer than this program
        }
        for (AttributeType t : AttributeType.values()) {
            if (t != AttributeType.OPAQUE && holds(p, t)) {
                return t;
            }
        }
        return AttributeType.OPAQUE;
    }

    private static boolean holdsAnything(AttributeProto p) {
        for (AttributeType t : AttributeType.values()) {
            if (holds(p, t)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(AttributeProto p, AttributeType type) {
        return switch (type) {
            case FLOAT -> p.hasF();
            case INT -> p.hasI();
            case STRING -> p.hasS();
            case TENSOR -> p.hasT();
            case GRAPH -> p.hasG();
            case FLOATS -> p.getFloatsCount() > 0;
            case INTS -> p.getIntsCount() > 0;
            case STRINGS -> p.getStringsCount() > 0;
            case TENSORS -> p.getTensorsCount() > 0;
            case GRAPHS -> p.getGraphsCount() > 0;
            case SPARSE_TENSOR -> p.hasSparseTensor();
            case OPAQUE -> p.hasTp() || p.getSparseTensorsCount() > 0 || p.getTypeProtosCount() > 0;
        };
    }
}
