// SPDX-License-Identifier: Apache-2.0
/**
 * Tenon for C++17: functions that throw, classes behind resources, references and buffers that
 * release themselves. Include this header in place of tenon.h; there is nothing to link.
 *
 * Inside a function that TN_SAFE, TN_SAFE_METHOD or TN_SAFE_DYNAMIC names, a C++ exception becomes
 * an error of the host, and a failed call of the C API becomes a tenon::HostError. No exception
 * leaves the module.
 */
#ifndef TENON_HPP
#define TENON_HPP

#if !defined(__cplusplus) || __cplusplus < 201703L
#error "tenon.hpp needs C++17: compile with -std=c++17 or later"
#endif

#include "tenon.h"

#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>
#include <utility>

namespace tenon {

/** An error of the host: thrown by a module, it is set with its kind and text. */
class Error : public std::runtime_error {
  public:
    /** @param kind TN_VALUE_ERROR and so on */
    Error(uint32_t kind, const std::string &message) : std::runtime_error(message), kind_(kind) {}

    /** TN_VALUE_ERROR and so on. */
    uint32_t kind() const noexcept { return kind_; }

  private:
    uint32_t kind_;
};

namespace detail {

/* The context of the innermost call into the module on this thread; null between calls. */
inline thread_local TnContext *current = nullptr;

class Scope {
  public:
    explicit Scope(TnContext *cx) noexcept : outer_(current) { current = cx; }
    ~Scope() { current = outer_; }
    Scope(const Scope &) = delete;
    Scope &operator=(const Scope &) = delete;

  private:
    TnContext *outer_;
};

} // namespace detail

/**
 * The context of the call that is running on this thread.
 * @throws std::logic_error outside of a call, such as on a thread that the module has started
 */
inline TnContext *context() {
    if (detail::current == nullptr) {
        throw std::logic_error("there is no call into the module on this thread");
    }
    return detail::current;
}

/**
 * An error that the host has set during a call of the C API. It is off the context until it leaves
 * the module; who catches it and goes on has handled it. It lives as long as the call into the
 * module.
 */
class HostError : public Error {
  public:
    HostError(uint32_t kind, const std::string &message, const TnValue &error)
        : Error(kind, message), error_(error) {}

    /** The error itself, for tn_error_is and tn_error_chain. */
    const TnValue &value() const noexcept { return error_; }

  private:
    TnValue error_;
};

/**
 * Checks the result of a function of the C API.
 * @param status what the function returned
 * @return the status, if it is not negative
 * @throws HostError the error that the function has set
 */
template <class Status> Status check(Status status) {
    if (status < 0) {
        TnContext *cx = context();
        TnValue message = tn_none();
        TnValue error = tn_none();
        uint32_t kind = tn_error_get(cx, &message);
        std::string text =
            message.kind == TN_STR ? std::string(message.as.s, message.length) : std::string();
        tn_error_fetch(cx, &error);
        throw HostError(kind, text, error);
    }
    return status;
}

namespace detail {

/* Makes the exception that is being handled an error of the host. */
inline void set_error(TnContext *cx) noexcept {
    try {
        throw;
    } catch (const HostError &error) {
        tn_error_restore(cx, &error.value());
    } catch (const Error &error) {
        tn_error(cx, error.kind(), error.what());
    } catch (const std::bad_alloc &) {
        tn_error(cx, TN_MEMORY_ERROR, "out of memory");
    } catch (const std::system_error &error) {
        tn_error(cx, TN_OS_ERROR, error.what());
    } catch (const std::out_of_range &error) {
        tn_error(cx, TN_INDEX_ERROR, error.what());
    } catch (const std::overflow_error &error) {
        tn_error(cx, TN_OVERFLOW_ERROR, error.what());
    } catch (const std::invalid_argument &error) {
        tn_error(cx, TN_VALUE_ERROR, error.what());
    } catch (const std::domain_error &error) {
        tn_error(cx, TN_VALUE_ERROR, error.what());
    } catch (const std::length_error &error) {
        tn_error(cx, TN_VALUE_ERROR, error.what());
    } catch (const std::range_error &error) {
        tn_error(cx, TN_VALUE_ERROR, error.what());
    } catch (const std::exception &error) {
        tn_error(cx, TN_RUNTIME_ERROR, error.what());
    } catch (...) {
        tn_error(cx, TN_RUNTIME_ERROR, "a C++ exception that is not a std::exception");
    }
}

/* Runs a part of the module: 0, or -1 with an error set. */
template <class Body> int32_t run(TnContext *cx, Body &&body) noexcept {
    Scope scope(cx);
    try {
        body();
        return 0;
    } catch (...) {
        set_error(cx);
        return -1;
    }
}

/* How a type of C++ crosses to the host. */
template <class Type> struct Crossing {
    using type = Type;
    static Type in(Type value) { return value; }
    static Type out(Type value) { return value; }
};
template <> struct Crossing<void> { using type = void; };
template <> struct Crossing<std::string_view> {
    using type = const char *;
    static std::string_view in(const char *value) { return value; }
};
template <> struct Crossing<std::string> {
    using type = const char *;
    static std::string in(const char *value) { return value; }
    /* In memory that lives until the call is over. */
    static const char *out(const std::string &value) {
        if (value.find('\0') != std::string::npos) {
            throw Error(TN_VALUE_ERROR, "a text with a NUL in it cannot be returned as str");
        }
        TnContext *cx = context();
        void *copy = tn_alloc(cx, value.size() + 1);
        check(copy == nullptr ? -1 : 0);
        std::memcpy(copy, value.c_str(), value.size() + 1);
        return static_cast<const char *>(copy);
    }
};
template <> struct Crossing<const std::string &> : Crossing<std::string> {};

template <class Result> struct Caller {
    template <class Body>
    static typename Crossing<Result>::type call(TnContext *cx, Body &&body) noexcept {
        typename Crossing<Result>::type result{};
        run(cx, [&] { result = Crossing<Result>::out(body()); });
        return result;
    }
};
template <> struct Caller<void> {
    template <class Body> static void call(TnContext *cx, Body &&body) noexcept { run(cx, body); }
};

} // namespace detail

/** The C function of a function or method of C++: what the macros below put into tables. */
template <auto Function> struct Safe;
template <class Result, class... Types, bool IsNoexcept,
          Result (*Function)(Types...) noexcept(IsNoexcept)>
struct Safe<Function> {
    static typename detail::Crossing<Result>::type
    call(TnContext *cx, typename detail::Crossing<Types>::type... values) {
        return detail::Caller<Result>::call(
            cx, [&]() -> Result { return Function(detail::Crossing<Types>::in(values)...); });
    }
};
template <class Result, class Class, class... Types, bool IsNoexcept,
          Result (Class::*Method)(Types...) noexcept(IsNoexcept)>
struct Safe<Method> {
    static typename detail::Crossing<Result>::type
    call(TnContext *cx, Class *self, typename detail::Crossing<Types>::type... values) {
        return detail::Caller<Result>::call(cx, [&]() -> Result {
            return (self->*Method)(detail::Crossing<Types>::in(values)...);
        });
    }
};
template <class Result, class Class, class... Types, bool IsNoexcept,
          Result (Class::*Method)(Types...) const noexcept(IsNoexcept)>
struct Safe<Method> {
    static typename detail::Crossing<Result>::type
    call(TnContext *cx, const Class *self, typename detail::Crossing<Types>::type... values) {
        return detail::Caller<Result>::call(cx, [&]() -> Result {
            return (self->*Method)(detail::Crossing<Types>::in(values)...);
        });
    }
};

/** The arguments of a dynamic function. */
class Arguments {
  public:
    Arguments(const TnValue *values, size_t count) noexcept : values_(values), count_(count) {}

    size_t size() const noexcept { return count_; }

    /**
     * One of them as it is.
     * @throws Error TN_TYPE_ERROR if there are fewer
     */
    const TnValue &operator[](size_t index) const {
        if (index >= count_) {
            throw Error(TN_TYPE_ERROR, "expected " + std::to_string(index + 1) +
                                           " or more arguments, found " + std::to_string(count_));
        }
        return values_[index];
    }

    /**
     * One of them as bool, int64_t, double, std::string_view or std::string.
     * @throws Error TN_TYPE_ERROR if it is of another type, or there are fewer
     */
    template <class Type> Type get(size_t index) const {
        const TnValue &value = (*this)[index];
        if constexpr (std::is_same_v<Type, bool>) {
            require(value.kind == TN_BOOL, index, "bool");
            return value.as.i != 0;
        } else if constexpr (std::is_same_v<Type, int64_t>) {
            require(value.kind == TN_INT, index, "int");
            return value.as.i;
        } else if constexpr (std::is_same_v<Type, double>) {
            require(value.kind == TN_FLOAT || value.kind == TN_INT, index, "float");
            return value.kind == TN_INT ? static_cast<double>(value.as.i) : value.as.f;
        } else {
            static_assert(std::is_same_v<Type, std::string_view> ||
                              std::is_same_v<Type, std::string>,
                          "expected bool, int64_t, double, std::string_view or std::string");
            require(value.kind == TN_STR, index, "str");
            return Type(value.as.s, value.length);
        }
    }

  private:
    static void require(bool holds, size_t index, const char *type) {
        if (!holds) {
            throw Error(TN_TYPE_ERROR,
                        "argument " + std::to_string(index + 1) + " must be of type " + type);
        }
    }

    const TnValue *values_;
    size_t count_;
};

/** The C function of a dynamic function of C++. */
template <TnValue (*Function)(Arguments)>
int32_t dynamic(TnContext *cx, const TnValue *args, size_t nargs, TnValue *result) {
    return detail::run(cx, [&] { *result = Function(Arguments(args, nargs)); });
}

/** The C function of a main slot: `void run(TnMainArguments &arguments)`. */
template <void (*Function)(TnMainArguments &)>
int32_t program(TnContext *cx, TnMainArguments *arguments) {
    return detail::run(cx, [&] { Function(*arguments); });
}

/** Writes a text to TN_STDOUT or TN_STDERR of the interpreter. */
inline void write(uint32_t stream, std::string_view text) {
    check(tn_write(context(), stream, text.data(), text.size()));
}

/**
 * Keeps an object beyond the call it was got in, and releases it when it goes: as a local variable,
 * or as a member of the state or of a class behind a resource. Its destructor has to run during a
 * call into the module, which those of state and resources do.
 */
class Reference {
  public:
    Reference() noexcept : held_(tn_none()) {}

    /** @throws HostError if it is not an object */
    explicit Reference(const TnValue &object) : held_(tn_none()) {
        check(tn_hold(context(), &object, &held_));
    }
    Reference(Reference &&other) noexcept : held_(std::exchange(other.held_, tn_none())) {}
    Reference &operator=(Reference &&other) noexcept {
        if (this != &other) {
            reset();
            held_ = std::exchange(other.held_, tn_none());
        }
        return *this;
    }
    ~Reference() { reset(); }

    explicit operator bool() const noexcept { return held_.kind != TN_NONE; }

    /** The object; None if there is none. */
    const TnValue &value() const noexcept { return held_; }

    void reset() noexcept {
        if (held_.kind != TN_NONE && detail::current != nullptr) {
            tn_release(detail::current, &held_);
        }
        held_ = tn_none();
    }

  private:
    TnValue held_;
};

/** The memory of an object of the host, released when it goes: for local variables. */
class Buffer {
  public:
    /**
     * @param mode TN_BUFFER_READ or TN_BUFFER_WRITE
     * @throws HostError if the object has no memory, or none that may be written
     */
    explicit Buffer(const TnValue &object, uint32_t mode = TN_BUFFER_READ) {
        check(tn_buffer_acquire(context(), &object, mode, &buffer_));
    }
    ~Buffer() { tn_buffer_release(detail::current, &buffer_); }
    Buffer(const Buffer &) = delete;
    Buffer &operator=(const Buffer &) = delete;

    size_t bytes() const noexcept { return static_cast<size_t>(buffer_.length); }
    const TnBuffer &raw() const noexcept { return buffer_; }

    /**
     * The items, if they are of this type: int8_t to int64_t, float, double, or unsigned char for
     * bytes of any kind. Take const types unless the mode is TN_BUFFER_WRITE.
     * @throws Error TN_TYPE_ERROR if the items are of another type
     */
    template <class Type> Type *items() const {
        using Item = std::remove_const_t<Type>;
        static_assert(std::is_arithmetic_v<Item>, "expected a type of numbers");
        if (!std::is_const_v<Type> && buffer_.read_only != 0) {
            throw Error(TN_TYPE_ERROR, "the memory must not be written");
        }
        constexpr bool is_bytes = std::is_same_v<Item, unsigned char>;
        const char *formats = std::is_floating_point_v<Item> ? "fd" : "bhiq";
        bool fits = is_bytes || (buffer_.item_size == sizeof(Item) && buffer_.format != 0 &&
                                 std::strchr(formats, static_cast<int>(buffer_.format)) != nullptr);
        if (!fits) {
            throw Error(TN_TYPE_ERROR, "the memory holds items of another type");
        }
        return static_cast<Type *>(buffer_.data);
    }

    template <class Type> size_t size() const noexcept { return bytes() / sizeof(Type); }

  private:
    TnBuffer buffer_{};
};

/** The destructor of a resource whose pointer comes from tenon::make. */
template <class Class> void destroy(TnContext *cx, void *pointer) {
    detail::run(cx, [&] { delete static_cast<Class *>(pointer); });
}

/**
 * A new object of a class, as an object of the host.
 * @param type made by TN_CLASS for this class
 */
template <class Class, class... Types> TnValue make(const TnResourceType &type, Types &&...values) {
    auto object = std::make_unique<Class>(std::forward<Types>(values)...);
    TnValue resource = tn_none();
    check(tn_resource_new(context(), &type, object.get(), &resource));
    object.release();
    return resource;
}

/**
 * The object of a class behind a value.
 * @throws HostError if it is not a resource of the type, or is closed
 */
template <class Class> Class &get(const TnValue &value, const TnResourceType &type) {
    void *pointer = nullptr;
    check(tn_resource_get(context(), &value, &type, &pointer));
    return *static_cast<Class *>(pointer);
}

namespace detail {

/* The state of a module as a class. The host zeroes it: the mark says whether it was constructed,
   because free runs after a constructor that has thrown, too. */
template <class Class> struct StateBlock {
    static_assert(alignof(Class) <= 16, "the host aligns the state to 16 bytes");
    alignas(Class) unsigned char object[sizeof(Class)];
    unsigned char is_constructed;
};

} // namespace detail

/** The state of the module, which TN_STATE_CLASS has constructed. */
template <class Class> Class *state() {
    return reinterpret_cast<Class *>(
        static_cast<detail::StateBlock<Class> *>(context()->state)->object);
}

/** The exec slot of TN_STATE_CLASS. */
template <class Class> int32_t construct(TnContext *cx) {
    return detail::run(cx, [&] {
        auto *block = static_cast<detail::StateBlock<Class> *>(cx->state);
        new (block->object) Class();
        block->is_constructed = 1;
    });
}

/** The free slot of TN_STATE_CLASS. */
template <class Class> int32_t destruct(TnContext *cx) {
    return detail::run(cx, [&] {
        auto *block = static_cast<detail::StateBlock<Class> *>(cx->state);
        if (block->is_constructed != 0) {
            block->is_constructed = 0;
            reinterpret_cast<Class *>(block->object)->~Class();
        }
    });
}

} // namespace tenon

/**
 * A function of C++ as an entry of a table of methods. The signature is that of its type; a pointer
 * to a class is the module state. It may throw.
 */
#define TN_SAFE(name, function, doc) TN_SAFE_WITH(name, function, 0, doc)
#define TN_SAFE_WITH(name, function, flags, doc)                                                   \
    TN_FUNCTION_WITH(name, ::tenon::Safe<&function>::call, flags, doc)

/** A method of a class as an entry of the methods of its type. It may throw. */
#define TN_SAFE_METHOD(name, method, doc) TN_SAFE_METHOD_WITH(name, method, 0, doc)
#define TN_SAFE_METHOD_WITH(name, method, flags, doc)                                              \
    TN_METHOD_WITH(name, ::tenon::Safe<&method>::call, flags, doc)

/** A function `TnValue f(tenon::Arguments)` as an entry of a table of methods. It may throw. */
#define TN_SAFE_DYNAMIC(name, function, doc) TN_DYNAMIC(name, (::tenon::dynamic<&function>), doc)

/** The initializer of the TnResourceType of a class. */
#define TN_CLASS(type, name, doc, methods, properties)                                             \
    { sizeof(TnResourceType), 0, name, doc, methods, properties, &::tenon::destroy<type> }

/**
 * Three slots: the module state is an object of a class, constructed without arguments when the
 * module is executed, and destructed when the module ends.
 */
#define TN_STATE_CLASS(type)                                                                       \
    TN_STATE_SIZE(sizeof(::tenon::detail::StateBlock<type>)), TN_EXEC(::tenon::construct<type>),   \
        TN_FREE(::tenon::destruct<type>)

#endif
