#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/nearest_name.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/reading.hpp"

namespace splitscape {

/// A key of a section, for the documentation.
struct KeyDoc {
  std::string key{};
  std::string type{};
  bool required = false;
  std::string fallback{};  ///< what holds where the key is left out
  std::string meaning{};
};

/// A section of a file, for the documentation.
struct SectionDoc {
  std::string name{};  ///< "link"
  std::string meaning{};
  std::vector<KeyDoc> keys{};
};

/// A table with known keys that fills a T. Every key is asked for once; what nobody asks for is an error. The
/// same list of keys makes the JSON Schema and the documentation.
template <class T>
class Section {
 public:
  Section(std::string name, std::string meaning) {
    doc_.name = std::move(name);
    doc_.meaning = std::move(meaning);
  }

  /// A key that must be there. @param store a member of T, or a function of T and the value
  template <class V, class Store>
  Section& required(const std::string& key, Store store, const Format<V>& format,
                    const std::string& meaning) {
    return add(key, store, format, true, "", meaning);
  }
  /// A key that may be left out. @param fallback what then holds, in words
  template <class V, class Store>
  Section& optional(const std::string& key, Store store, const Format<V>& format, const std::string& fallback,
                    const std::string& meaning) {
    return add(key, store, format, false, fallback, meaning);
  }
  /// What is left to do when all keys have been read.
  Section& then(std::function<void(T&, const Value&)> finish) {
    finish_ = std::move(finish);
    return *this;
  }

  T read(const Value& value, Reading& reading) const {
    T result{};
    read_into(result, value, reading);
    return result;
  }

  void read_into(T& result, const Value& value, Reading& reading) const {
    if (value.kind() != Value::Kind::table) refuse(value, "a table with the keys of a " + doc_.name);
    for (const auto& entry : value.entries()) {
      const auto field =
          std::find_if(fields_.begin(), fields_.end(), [&](const Field& f) { return f.key == entry.key; });
      if (field == fields_.end()) {
        throw InputError(entry.key_position,
                         "unknown key '" + entry.key + "' in a " + doc_.name + suggestion(entry.key, keys()));
      }
      field->read(result, entry.value, reading);
    }
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      if (doc_.keys[i].required && value.find(fields_[i].key) == nullptr) {
        throw InputError(value.position(), "a " + doc_.name + " needs the key '" + fields_[i].key + "' (" +
                                               doc_.keys[i].type + ")");
      }
    }
    if (finish_) finish_(result, value);
  }

  const SectionDoc& doc() const { return doc_; }

  std::string schema() const {
    std::string properties;
    std::string needed;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      properties += (i == 0 ? "" : ",") + json_string(fields_[i].key) + ":" + fields_[i].schema;
      if (doc_.keys[i].required) needed += (needed.empty() ? "" : ",") + json_string(fields_[i].key);
    }
    return R"({"type":"object","properties":{)" + properties + R"(},"required":[)" + needed +
           R"(],"additionalProperties":false})";
  }

  /// The section as the format of a value.
  Format<T> format() const {
    return {"table: " + doc_.name, schema(),
            [section = *this](const Value& value, Reading& reading) { return section.read(value, reading); }};
  }

 private:
  struct Field {
    std::string key{};
    std::string schema{};
    std::function<void(T&, const Value&, Reading&)> read{};
  };

  std::vector<std::string> keys() const {
    std::vector<std::string> keys;
    for (const auto& field : fields_) keys.push_back(field.key);
    return keys;
  }

  template <class V, class Store>
  Section& add(const std::string& key, Store store, const Format<V>& format, bool required,
               const std::string& fallback, const std::string& meaning) {
    doc_.keys.push_back({key, format.type, required, fallback, meaning});
    // The schema describes the key where it stands; its meaning goes along for editors that show it.
    std::string schema = format.schema;
    if (schema.size() > 2 && schema.front() == '{') {
      schema.insert(1, R"("description":)" + json_string(meaning) + ",");
    }
    fields_.push_back(
        {key, schema, [store, read = format.read](T& target, const Value& value, Reading& reading) {
           if constexpr (std::is_member_object_pointer_v<Store>) {
             target.*store = read(value, reading);
           } else {
             store(target, read(value, reading));
           }
         }});
    return *this;
  }

  SectionDoc doc_{};
  std::vector<Field> fields_{};
  std::function<void(T&, const Value&)> finish_{};
};

/// A table of named sections: the keys are the names.
template <class T>
Format<std::vector<T>> named_format(const Section<T>& section, std::string T::*name) {
  return {
      "table of name: " + section.doc().name,
      R"({"type":"object","propertyNames":{"minLength":1},"additionalProperties":)" + section.schema() + "}",
      [section, name](const Value& value, Reading& reading) {
        if (value.kind() != Value::Kind::table)
          refuse(value, "a table of names, each with a " + section.doc().name);
        std::vector<T> list;
        for (const auto& entry : value.entries()) {
          if (entry.key.empty()) throw InputError(entry.key_position, "a name must not be empty");
          T item = section.read(entry.value, reading);
          item.*name = entry.key;
          list.push_back(std::move(item));
        }
        return list;
      }};
}

/// One of several sections, told apart by a key that only one of them has, and must have.
template <class T>
class OneOf {
 public:
  explicit OneOf(std::string what) : what_(std::move(what)) {}

  template <class Alternative, class Convert>
  OneOf& alternative(const std::string& key, const Section<Alternative>& section, Convert convert) {
    alternatives_.push_back(
        {key, section.schema(), [section, convert](const Value& value, Reading& reading) -> T {
           return convert(section.read(value, reading));
         }});
    docs_.push_back(section.doc());
    return *this;
  }

  Format<T> format() const {
    std::string schemas;
    std::vector<std::string> keys;
    for (const auto& alternative : alternatives_) {
      schemas += (schemas.empty() ? "" : ",") + alternative.schema;
      keys.push_back(alternative.key);
    }
    return {what_, R"({"anyOf":[)" + schemas + "]}",
            [all = alternatives_, what = what_, keys](const Value& value, Reading& reading) -> T {
              if (value.kind() != Value::Kind::table)
                refuse(value, what + ", a table with one of the keys " + words(keys));
              for (const auto& alternative : all) {
                if (value.find(alternative.key) != nullptr) return alternative.read(value, reading);
              }
              if (!value.entries().empty()) {
                const auto& first = value.entries().front();
                throw InputError(first.key_position,
                                 "unknown key '" + first.key + "' in " + what + suggestion(first.key, keys));
              }
              refuse(value, what + ", with one of the keys " + words(keys));
            }};
  }

  const std::vector<SectionDoc>& docs() const { return docs_; }

 private:
  struct Alternative {
    std::string key{};
    std::string schema{};
    std::function<T(const Value&, Reading&)> read{};
  };

  static std::string words(const std::vector<std::string>& keys) {
    std::string list;
    for (const auto& key : keys) list += (list.empty() ? "" : ", ") + key;
    return list;
  }

  std::string what_;
  std::vector<Alternative> alternatives_{};
  std::vector<SectionDoc> docs_{};
};

}  // namespace splitscape
