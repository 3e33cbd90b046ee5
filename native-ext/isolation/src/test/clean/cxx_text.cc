/* Uses streams, locales, expressions and time of C++. */
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <locale>
#include <random>
#include <regex>
#include <sstream>
#include <string>

#include <tenon.h>

static int64_t f(int64_t n) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text << std::setw(8) << n << ' ' << std::hex << n << ' ' << 1.5;
    std::cout << "hello " << n << std::endl;
    std::random_device device;
    std::mt19937 numbers(device());
    bool isNumber = std::regex_search(text.str(), std::regex("[0-9]+"));
    bool isLater = std::chrono::system_clock::now().time_since_epoch().count() > 0;
    bool isThere = std::filesystem::exists("/");
    return static_cast<int64_t>(text.str().size()) + isNumber + isLater + isThere + n +
           (numbers() & 0);
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_cxx_text, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
