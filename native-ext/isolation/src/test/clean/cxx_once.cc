/* Uses statics, std::call_once and threads of C++. */
/* flags: -pthread */
#include <locale>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <tenon.h>

static const std::string &table() {
    static const std::string s(100, 'x');
    return s;
}
inline int inl() {
    static int v = 7;
    return v;
}
static std::once_flag fl;
static std::unique_ptr<std::string> p;
static std::mutex mu;

static int64_t f(int64_t n) {
    std::call_once(fl, [] { p = std::make_unique<std::string>("once upon a time there was"); });
    std::lock_guard<std::mutex> g(mu);
    std::thread t([&] { n++; });
    t.join();
    std::locale l;
    return n + (int64_t)table().size() + inl() + (int64_t)p->size() +
           std::use_facet<std::ctype<char>>(l).toupper('a');
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_cxx_once, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
