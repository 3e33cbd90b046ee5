// SPDX-License-Identifier: Apache-2.0
// A module to start from. The name behind TENON_MODULE is that of the library, too.
#include <tenon.hpp>

#include <string>

// One of these for each interpreter that imports the module. It is constructed when the module is
// executed, and destructed when the interpreter ends.
struct State {
    int64_t greeted = 0;
};

// A function: its signature is that of its type. An exception becomes an error of the host.
static int64_t add(int64_t a, int64_t b) {
    int64_t sum;
    if (__builtin_add_overflow(a, b, &sum))
        throw std::overflow_error("the sum is too large");
    return sum;
}

static std::string greet(State *state, std::string_view name) {
    if (name.empty())
        throw std::invalid_argument("greet() needs a name");
    state->greeted++;
    return "Hello, " + std::string(name) + "! You are number " + std::to_string(state->greeted) +
           ".";
}

// A class behind objects of the host.
class Counter {
  public:
    explicit Counter(int64_t start) : value_(start) {}

    int64_t next() { return ++value_; }

  private:
    int64_t value_;
};

static const TnMethod counter_methods[] = {TN_SAFE_METHOD("next", Counter::next, "Count one up."),
                                           TN_METHODS_END};

static const TnResourceType counter_type =
    TN_CLASS(Counter, "Counter", "Counts.", counter_methods, nullptr);

static TnValue counter(tenon::Arguments arguments) {
    return tenon::make<Counter>(counter_type, arguments.get<int64_t>(0));
}

// Runs when the module is the main program: tenon run -m template NAME...
static void run(TnMainArguments &arguments) {
    auto *state = tenon::state<State>();
    for (uint64_t i = 0; i < arguments.count; i++) {
        tenon::write(TN_STDOUT, greet(state, arguments.values[i]) + "\n");
    }
}

static const TnMethod methods[] = {
    TN_SAFE("add", add, "Add two numbers."), TN_SAFE("greet", greet, "Greet somebody by name."),
    TN_SAFE_DYNAMIC("counter", counter, "A counter that starts at a number."), TN_METHODS_END};

static const TnResourceType *const types[] = {&counter_type, nullptr};

TENON_MODULE(template, TN_DOC("A module to start from."), TN_STATE_CLASS(State),
             TN_METHODS(methods), TN_RESOURCES(types), TN_MAIN(tenon::program<run>),
             TN_INTERPRETERS(TN_ISOLATED));
