package org.gradcl.io;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the JSON of a header: syntax and types. Whether the tensors fit the file is {@link
 * HeaderVerifier}'s question.
 */
final class HeaderParser {
  static final String METADATA = "__metadata__";
  static final String DAMAGED =
      "the file is damaged or no safetensors file: write or copy it again";

  /** A string may be as long as the longest header. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(16)
                  .maxStringLength(SafetensorsReader.MAX_HEADER_BYTES)
                  .maxNameLength(SafetensorsReader.MAX_HEADER_BYTES)
                  .build())
          .build();

  private final Path file;
  private final Map<String, TensorEntry> entries = new LinkedHashMap<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private boolean metadataSeen;

  HeaderParser(Path file) {
    this.file = file;
  }

  /** The tensors by name, in the order of the header. */
  Map<String, TensorEntry> entries() {
    return entries;
  }

  Map<String, String> metadata() {
    return metadata;
  }

  void parse(byte[] header) throws SafetensorsException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
    } catch (CharacterCodingException e) {
      throw new SafetensorsException(file, "the header is not UTF-8", DAMAGED, e);
    }
    if (!text.startsWith("{")) {
      throw damaged("the header does not begin with '{'");
    }
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals(METADATA)) {
          readMetadata(json);
        } else if (entries.put(name, readEntry(name, json)) != null) {
          throw damaged("the header has the tensor '" + name + "' twice");
        }
      }
      if (json.nextToken() != null) {
        throw damaged("the header goes on behind its closing brace");
      }
    } catch (SafetensorsException e) {
      throw e;
    } catch (JsonProcessingException e) {
      String problem = "the header is not valid JSON (" + e.getOriginalMessage() + ")";
      throw new SafetensorsException(file, problem, DAMAGED, e);
    } catch (IOException e) {
      throw PositionedFile.unreadable(file, e);
    }
  }

  private void readMetadata(JsonParser json) throws IOException {
    if (metadataSeen) {
      throw damaged("the header has " + METADATA + " twice");
    }
    metadataSeen = true;
    require(json, JsonToken.START_OBJECT, METADATA);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      require(json, JsonToken.VALUE_STRING, METADATA + " '" + key + "'");
      if (metadata.put(key, json.getText()) != null) {
        throw damaged(METADATA + " has the key '" + key + "' twice");
      }
    }
  }

  private TensorEntry readEntry(String name, JsonParser json) throws IOException {
    String tensor = "tensor '" + name + "'";
    require(json, JsonToken.START_OBJECT, tensor);
    ElementType type = null;
    long[] extents = null;
    long[] offsets = null;
    Set<String> seen = new HashSet<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      if (!seen.add(key)) {
        throw damaged(tensor + " has '" + key + "' twice");
      }
      json.nextToken();
      switch (key) {
        case "dtype" -> {
          require(json, JsonToken.VALUE_STRING, "dtype of " + tensor);
          type = elementType(tensor, json.getText());
        }
        case "shape" -> extents = readNumbers(json, "shape of " + tensor);
        case "data_offsets" -> offsets = readNumbers(json, "data_offsets of " + tensor);
        default -> json.skipChildren();
      }
    }
    if (type == null || extents == null || offsets == null) {
      throw damaged(tensor + " lacks one of dtype, shape and data_offsets");
    }
    if (offsets.length != 2) {
      throw damaged(tensor + " has " + offsets.length + " data_offsets instead of two");
    }
    return new TensorEntry(name, type, extents, offsets[0], offsets[1]);
  }

  private ElementType elementType(String tensor, String name) throws SafetensorsException {
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new SafetensorsException(
        file,
        tensor + " has the unknown element type '" + name + "'",
        "GradCL reads F32, F64 and I32: convert the tensor before saving it");
  }

  private long[] readNumbers(JsonParser json, String what) throws IOException {
    require(json, JsonToken.START_ARRAY, what);
    List<Long> numbers = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(json, JsonToken.VALUE_NUMBER_INT, what);
      long number = json.getLongValue();
      if (number < 0) {
        throw damaged("the " + what + " holds the negative number " + number);
      }
      numbers.add(number);
    }
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private void require(JsonParser json, JsonToken expected, String what) throws IOException {
    if (json.currentToken() != expected) {
      throw damaged(
          String.format("the %s is %s instead of %s", what, json.currentToken(), expected));
    }
  }

  private SafetensorsException damaged(String found) {
    return new SafetensorsException(file, found, DAMAGED);
  }
}
