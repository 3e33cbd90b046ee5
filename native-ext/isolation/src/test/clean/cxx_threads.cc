/* Uses threads, shared pointers and futures of C++. */
/* flags: -pthread */
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <tenon.h>

static std::mutex lock;
static std::shared_ptr<const std::string> word;

static int64_t f(int64_t n) {
    std::shared_ptr<const std::string> mine;
    {
        std::lock_guard<std::mutex> guard(lock);
        if (!word) {
            word = std::make_shared<const std::string>("a word that is longer than a short one");
        }
        mine = word;
    }
    std::future<int64_t> later = std::async(std::launch::async, [n] { return n + 1; });
    int64_t sum = 0;
    std::thread thread([&sum, &mine] { sum += static_cast<int64_t>(mine->size()); });
    thread.join();
    return sum + later.get();
}

static const TnMethod methods[] = {TN_TYPED("f", f, "(i64) -> i64", ""), TN_METHODS_END};

TENON_MODULE(clean_cxx_threads, TN_METHODS(methods), TN_INTERPRETERS(TN_ISOLATED));
