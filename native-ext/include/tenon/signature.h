/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Signatures that C++ makes of the types of functions, so that text and type cannot disagree:
 *
 *     static double half(double number) { return number / 2; }
 *
 *     static const TnMethod methods[] = {
 *         TN_FUNCTION("half", half, "Halve a number."), TN_METHODS_END};
 *
 * | Type in C++ | In the signature |
 * |---|---|
 * | integers, `bool`, `float`, `double` | `i8` to `i64`, `u8` to `u64`, `bool`, `f32`, `f64` |
 * | `const char *` | `str` |
 * | `void *` | `ptr` |
 * | `TnContext *` | `context` |
 * | a pointer to a class or struct | `state` with TN_FUNCTION, `self` with TN_METHOD |
 * | `const void *` or `const unsigned char *`, then `size_t` | `bytes` |
 * | `void *` or `unsigned char *`, then `size_t` | `buffer` |
 * | a pointer to `int32_t`, `int64_t`, `float` or `double`, then `size_t` | `i32[]` and so on |
 *
 * Other types do not compile; TN_TYPED takes a text for them. In C this header has nothing.
 */
#ifndef TENON_SIGNATURE_H
#define TENON_SIGNATURE_H

#include "module.h"

#ifdef __cplusplus

namespace tenon {

/** A text as a type. */
template <char... Letters> struct Text {
    static constexpr char value[sizeof...(Letters) + 1] = {Letters..., '\0'};
};
template <char... Letters> constexpr char Text<Letters...>::value[sizeof...(Letters) + 1];

/** One text after another. */
template <class... Texts> struct Joined;
template <char... Letters> struct Joined<Text<Letters...>> { typedef Text<Letters...> type; };
template <char... One, char... Other, class... More>
struct Joined<Text<One...>, Text<Other...>, More...> {
    typedef typename Joined<Text<One..., Other...>, More...>::type type;
};

/** Whether a type is missing in the table above. */
template <class Type> struct Unknown { static constexpr bool value = false; };

/** The name of an integer by its size and sign. */
template <int Size, bool IsSigned> struct Integer;
template <> struct Integer<1, true> { typedef Text<'i', '8'> type; };
template <> struct Integer<2, true> { typedef Text<'i', '1', '6'> type; };
template <> struct Integer<4, true> { typedef Text<'i', '3', '2'> type; };
template <> struct Integer<8, true> { typedef Text<'i', '6', '4'> type; };
template <> struct Integer<1, false> { typedef Text<'u', '8'> type; };
template <> struct Integer<2, false> { typedef Text<'u', '1', '6'> type; };
template <> struct Integer<4, false> { typedef Text<'u', '3', '2'> type; };
template <> struct Integer<8, false> { typedef Text<'u', '6', '4'> type; };

/** The name of a type; Owner is that of a pointer to a class. */
template <class Type, class Owner> struct Name {
    static_assert(Unknown<Type>::value,
                  "no signature can be made of this type; write one with TN_TYPED");
};

#define TENON_NAME(type_, ...)                                                                     \
    template <class Owner> struct Name<type_, Owner> { typedef __VA_ARGS__ type; }
#define TENON_INTEGER(type_)                                                                       \
    TENON_NAME(type_, typename Integer<sizeof(type_), (static_cast<type_>(-1) < 1)>::type)
TENON_INTEGER(signed char);
TENON_INTEGER(unsigned char);
TENON_INTEGER(short);
TENON_INTEGER(unsigned short);
TENON_INTEGER(int);
TENON_INTEGER(unsigned int);
TENON_INTEGER(long);
TENON_INTEGER(unsigned long);
TENON_INTEGER(long long);
TENON_INTEGER(unsigned long long);
TENON_NAME(void, Text<'v', 'o', 'i', 'd'>);
TENON_NAME(bool, Text<'b', 'o', 'o', 'l'>);
TENON_NAME(float, Text<'f', '3', '2'>);
TENON_NAME(double, Text<'f', '6', '4'>);
TENON_NAME(const char *, Text<'s', 't', 'r'>);
TENON_NAME(void *, Text<'p', 't', 'r'>);
TENON_NAME(TnContext *, Text<'c', 'o', 'n', 't', 'e', 'x', 't'>);
#undef TENON_INTEGER
#undef TENON_NAME

/** What a pointer to a class stands for; nothing else is a pointer to a member's class. */
template <class Type> struct IsClass {
    template <class Other> static char test(int Other::*);
    template <class Other> static long test(...);
    static constexpr bool value = sizeof(test<Type>(nullptr)) == 1;
};
template <class Type, class Owner, bool IsOwner> struct Pointer {
    static_assert(Unknown<Type>::value,
                  "no signature can be made of this pointer; write one with TN_TYPED");
};
template <class Type, class Owner> struct Pointer<Type, Owner, true> { typedef Owner type; };
template <class Type, class Owner>
struct Name<Type *, Owner> : Pointer<Type, Owner, IsClass<Type>::value> {};

/** Parameters behind each other; memory is a pointer and its length. */
template <class Owner, class... Types> struct Parameters;
template <class Owner> struct Parameters<Owner> { typedef Text<> type; };
template <class Text_, class Owner, class... Rest> struct Before {
    typedef typename Joined<Text_, Text<',', ' '>, typename Parameters<Owner, Rest...>::type>::type
        type;
};
template <class Text_, class Owner> struct Before<Text_, Owner> { typedef Text_ type; };
template <class Owner, class Type, class... Rest>
struct Parameters<Owner, Type, Rest...> : Before<typename Name<Type, Owner>::type, Owner, Rest...> {
};

#define TENON_MEMORY(type_, ...)                                                                   \
    template <class Owner, class... Rest>                                                          \
    struct Parameters<Owner, type_, size_t, Rest...> : Before<Text<__VA_ARGS__>, Owner, Rest...> { \
    }
TENON_MEMORY(const void *, 'b', 'y', 't', 'e', 's');
TENON_MEMORY(const unsigned char *, 'b', 'y', 't', 'e', 's');
TENON_MEMORY(void *, 'b', 'u', 'f', 'f', 'e', 'r');
TENON_MEMORY(unsigned char *, 'b', 'u', 'f', 'f', 'e', 'r');
TENON_MEMORY(const int32_t *, 'i', '3', '2', '[', ']');
TENON_MEMORY(int32_t *, 'i', '3', '2', '[', ']');
TENON_MEMORY(const int64_t *, 'i', '6', '4', '[', ']');
TENON_MEMORY(int64_t *, 'i', '6', '4', '[', ']');
TENON_MEMORY(const float *, 'f', '3', '2', '[', ']');
TENON_MEMORY(float *, 'f', '3', '2', '[', ']');
TENON_MEMORY(const double *, 'f', '6', '4', '[', ']');
TENON_MEMORY(double *, 'f', '6', '4', '[', ']');
#undef TENON_MEMORY

/** The signature of a function. */
template <class Function, class Owner> struct Signature;
template <class Owner, class Result, class... Types> struct Signature<Result (*)(Types...), Owner> {
    typedef typename Joined<Text<'('>, typename Parameters<Owner, Types...>::type,
                            Text<')', ' ', '-', '>', ' '>, typename Name<Result, Owner>::type>::type
        type;
};
#ifdef __cpp_noexcept_function_type
template <class Owner, class Result, class... Types>
struct Signature<Result (*)(Types...) noexcept, Owner> : Signature<Result (*)(Types...), Owner> {};
#endif

typedef Text<'s', 't', 'a', 't', 'e'> State;
typedef Text<'s', 'e', 'l', 'f'> Self;

} // namespace tenon

/** TN_TYPED with the signature that the type of the function has; a pointer to a class is the
 * module state. */
#define TN_FUNCTION(name, function, doc) TN_FUNCTION_WITH(name, function, 0, doc)
/** TN_FUNCTION with flags. */
#define TN_FUNCTION_WITH(name, function, flags, doc)                                               \
    TN_TYPED_WITH(name, function,                                                                  \
                  (::tenon::Signature<decltype(&function), ::tenon::State>::type::value), flags,   \
                  doc)
/** A typed method of a resource, with the signature that the type of the function has; a pointer to
 * a class is the resource. */
#define TN_METHOD(name, function, doc) TN_METHOD_WITH(name, function, 0, doc)
/** TN_METHOD with flags. */
#define TN_METHOD_WITH(name, function, flags, doc)                                                 \
    TN_TYPED_WITH(name, function,                                                                  \
                  (::tenon::Signature<decltype(&function), ::tenon::Self>::type::value), flags,    \
                  doc)

#endif
#endif
