package io.tributary.proto;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import io.tributary.proto.WireContract.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a wire contract from compiled descriptors. */
final class WireDescriptors {
  private final WireContract.Builder contract;
  private final FileDescriptorProto file;
  private final boolean proto3;

  private WireDescriptors(WireContract.Builder contract, FileDescriptorProto file) {
    this.contract = contract;
    this.file = file;
    this.proto3 = syntax().equals("proto3");
  }

  static WireContract read(List<FileDescriptorProto> files) {
    var contract = new WireContract.Builder();
    for (var file : files) {
      new WireDescriptors(contract, file).readFile();
    }
    return contract.build();
  }

  private String syntax() {
    return file.getSyntax().isEmpty() ? "proto2" : file.getSyntax();
  }

  private void readFile() {
    contract.file(file.getName(), file.getPackage(), syntax());
    file.getDependencyList().forEach(d -> contract.dependency(file.getName(), d));
    file.getMessageTypeList().forEach(m -> readMessage(file.getPackage(), m));
    file.getEnumTypeList().forEach(e -> readEnum(file.getPackage(), e));
    file.getExtensionList().forEach(e -> readExtension(file.getPackage(), e));
    file.getServiceList().forEach(this::readService);
  }

  private void readMessage(String scope, DescriptorProto message) {
    var name = scope + "." + message.getName();
    contract.message(name, file.getName());
    var mapEntries = new HashMap<String, DescriptorProto>();
    for (var nested : message.getNestedTypeList()) {
      if (nested.getOptions().getMapEntry()) {
        mapEntries.put("." + name + "." + nested.getName(), nested);
      } else {
        readMessage(name, nested);
      }
    }
    message.getEnumTypeList().forEach(e -> readEnum(name, e));
    message.getExtensionList().forEach(e -> readExtension(name, e));
    for (var field : message.getFieldList()) {
      contract.field(
          name,
          field.getNumber(),
          field.getName(),
          type(field, mapEntries),
          attributes(field, message));
    }
    if (message.getReservedRangeCount() > 0) {
      contract.reserved(
          Kind.MESSAGE,
          name,
          message.getReservedRangeList().stream()
              .map(r -> range(r.getStart(), r.getEnd() - 1))
              .toList());
    }
    if (message.getReservedNameCount() > 0) {
      contract.other(
          Kind.MESSAGE, name + " reserved names", message.getReservedNameList().toString());
    }
    if (message.getExtensionRangeCount() > 0) {
      contract.extensions(
          name,
          message.getExtensionRangeList().stream()
              .map(r -> range(r.getStart(), r.getEnd() - 1))
              .toList());
    }
  }

  private void readEnum(String scope, EnumDescriptorProto enumeration) {
    var name = scope + "." + enumeration.getName();
    contract.enumeration(name, file.getName());
    enumeration.getValueList().forEach(v -> contract.value(name, v.getName(), v.getNumber()));
    if (enumeration.getReservedRangeCount() > 0) {
      contract.reserved(
          Kind.ENUM,
          name,
          enumeration.getReservedRangeList().stream()
              .map(r -> range(r.getStart(), r.getEnd()))
              .toList());
    }
    if (enumeration.getReservedNameCount() > 0) {
      contract.other(
          Kind.ENUM, name + " reserved names", enumeration.getReservedNameList().toString());
    }
  }

  private void readExtension(String scope, FieldDescriptorProto extension) {
    contract.other(
        Kind.FIELD,
        "extension of %s#%d".formatted(extension.getExtendee(), extension.getNumber()),
        scope + "." + extension.getName());
  }

  private void readService(ServiceDescriptorProto service) {
    var name = file.getPackage() + "." + service.getName();
    contract.service(name, file.getName());
    for (MethodDescriptorProto rpc : service.getMethodList()) {
      contract.rpc(
          name,
          rpc.getName(),
          (rpc.getClientStreaming() ? "stream " : "") + rpc.getInputType().substring(1),
          (rpc.getServerStreaming() ? "stream " : "") + rpc.getOutputType().substring(1));
    }
  }

  private String type(FieldDescriptorProto field, Map<String, DescriptorProto> mapEntries) {
    var entry = mapEntries.get(field.getTypeName());
    if (entry != null) {
      return "map<%s, %s>".formatted(bareType(entry.getField(0)), bareType(entry.getField(1)));
    }
    return label(field) + bareType(field);
  }

  private String label(FieldDescriptorProto field) {
    if (field.getLabel() == Label.LABEL_REPEATED) {
      return "repeated ";
    }
    if (field.getLabel() == Label.LABEL_REQUIRED) {
      return "required ";
    }
    boolean explicitPresence = proto3 ? field.getProto3Optional() : !field.hasOneofIndex();
    return explicitPresence ? "optional " : "";
  }

  private static String bareType(FieldDescriptorProto field) {
    return switch (field.getType()) {
      case TYPE_MESSAGE, TYPE_ENUM -> field.getTypeName().substring(1);
      default -> field.getType().name().substring("TYPE_".length()).toLowerCase(Locale.ROOT);
    };
  }

  private static List<String> attributes(FieldDescriptorProto field, DescriptorProto message) {
    var attributes = new ArrayList<String>();
    if (field.hasOneofIndex() && !field.getProto3Optional()) {
      attributes.add("oneof " + message.getOneofDecl(field.getOneofIndex()).getName());
    }
    if (field.hasDefaultValue()) {
      attributes.add("default " + field.getDefaultValue());
    }
    if (field.getOptions().hasPacked()) {
      attributes.add(field.getOptions().getPacked() ? "packed" : "not packed");
    }
    if (field.getOptions().getDeprecated()) {
      attributes.add("deprecated");
    }
    return attributes;
  }

  private static String range(int first, int last) {
    return first == last ? Integer.toString(first) : first + "-" + last;
  }
}
