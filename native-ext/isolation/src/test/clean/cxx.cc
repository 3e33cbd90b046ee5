/* Uses containers, streams, exceptions and regular expressions of C++. */
#include <iostream>
#include <map>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <tenon.h>

static int64_t f(int64_t n) {
    std::map<std::string, int> m;
    for (int i = 0; i < 20; i++)
        m[std::to_string(i)] = i;
    std::ostringstream o;
    o << n << ' ' << 1.5 << std::hex << 255;
    std::clog << std::flush;
    try {
        std::vector<int>().at(3);
    } catch (const std::out_of_range &) {
        n++;
    }
    try {
        throw std::runtime_error("x");
    } catch (std::exception &e) {
        n += e.what()[0];
    }
    return n + (int64_t)o.str().size() + (int64_t)m.size() +
           std::regex_match("ab", std::regex("a(b)"));
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_cxx, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
