#pragma once

namespace splitscape {

/// What an engine calls when something is over: a member function of an object, with one argument. Three
/// words, no allocation, since one is made for every event.
class Callback {
 public:
  Callback() = default;

  /// Calls (object->*Method)(*argument).
  template <auto Method, class Object, class Argument>
  static Callback to(Object& object, Argument& argument) {
    return {[](void* o, void* a) { (static_cast<Object*>(o)->*Method)(*static_cast<Argument*>(a)); }, &object,
            &argument};
  }

  /// Calls (object->*Method)().
  template <auto Method, class Object>
  static Callback to(Object& object) {
    return {[](void* o, void*) { (static_cast<Object*>(o)->*Method)(); }, &object, nullptr};
  }

  explicit operator bool() const { return function_ != nullptr; }
  void operator()() const { function_(object_, argument_); }

 private:
  using Function = void (*)(void*, void*);
  Callback(Function function, void* object, void* argument)
      : function_(function), object_(object), argument_(argument) {}

  Function function_ = nullptr;
  void* object_ = nullptr;
  void* argument_ = nullptr;
};

}  // namespace splitscape
