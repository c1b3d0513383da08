package io.jquant.save;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.jquant.graph.Attribute;
import io.jquant.graph.Graph;
import io.jquant.proto.AttributeProto;
import io.jquant.proto.GraphProto;
import io.jquant.tensor.Tensor;
import io.jquant.wire.CarriedAttribute;
import io.jquant.wire.SparseTensor;
import java.util.List;
import java.util.function.Function;

/** Makes messages of attributes. */
final class AttributeWriter {
    private final TensorWriter tensors;
    private final Function<Graph, GraphProto> bodies;

    AttributeWriter(TensorWriter tensors, Function<Graph, GraphProto> bodies) {
        this.tensors = tensors;
        this.bodies = bodies;
    }

    AttributeProto write(Attribute a) {
        CarriedAttribute carried = a.carried() instanceof CarriedAttribute c ? c : null;
        boolean same = carried != null && carried.proto().getName().equals(a.name());
        boolean untouched = same && carried.value() == a.value();
        AttributeProto.Builder out =
                same ? carried.proto().toBuilder() : AttributeProto.newBuilder();
        switch (a.type()) {
            case TENSOR -> out.setT(tensors.attribute((Tensor) a.value()));
            case GRAPH -> out.setG(bodies.apply((Graph) a.value()));
            case TENSORS -> {
                out.clearTensors();
                for (Object t : (List<?>) a.value()) {
                    out.addTensors(tensors.attribute((Tensor) t));
                }
            }
            case GRAPHS -> {
                out.clearGraphs();
                for (Object g : (List<?>) a.value()) {
                    out.addGraphs(bodies.apply((Graph) g));
                }
            }
            default -> {
                return untouched ? carried.proto() : plain(a);
            }
        }
        if (!same) {
            out.setName(a.name());
        }
        return same && !carried.proto().hasType() ? out.build() : typed(out, a).build();
    }

    private static AttributeProto.Builder typed(AttributeProto.Builder out, Attribute a) {
        return out.setType(AttributeProto.AttributeType.forNumber(a.type().code()));
    }

    private static AttributeProto plain(Attribute a) {
        AttributeProto.Builder out = AttributeProto.newBuilder().setName(a.name());
        if (a.reference() != null) {
            return typed(out.setRefAttrName(a.reference()), a).build();
        }
        switch (a.type()) {
            case FLOAT -> out.setF((Float) a.value());
            case INT -> out.setI((Long) a.value());
            case STRING -> out.setS(ByteString.copyFrom((byte[]) a.value()));
            case FLOATS -> {
                for (float f : (float[]) a.value()) {
                    out.addFloats(f);
                }
            }
            case INTS -> {
                for (long i : (long[]) a.value()) {
                    out.addInts(i);
                }
            }
            case STRINGS -> {
                for (Object s : (List<?>) a.value()) {
                    out.addStrings(ByteString.copyFrom((byte[]) s));
                }
            }
            case SPARSE_TENSOR -> {
                if (!(((Tensor) a.value()).source() instanceof SparseTensor s)) {
                    throw new IllegalArgumentException(a.name() + " is no sparse tensor");
                }
                out.setSparseTensor(s.proto());
            }
            case OPAQUE -> {
                try {
                    return AttributeProto.parseFrom((byte[]) a.value()).toBuilder()
                            .setName(a.name())
                            .build();
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalArgumentException(a.name() + " holds no attribute", e);
                }
            }
            default -> throw new IllegalStateException(a.type().name());
        }
        return typed(out, a).build();
    }
}
