// SPDX-License-Identifier: Apache-2.0
// Accounts with their entries: see README.md.
#include <tenon.hpp>

#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

struct Account {
    std::vector<int64_t> entries;
    int64_t balance = 0;

    void add(int64_t amount) {
        int64_t sum = 0;
        if (__builtin_add_overflow(balance, amount, &sum)) {
            throw std::overflow_error("the balance would be beyond 64 bits");
        }
        entries.push_back(amount);
        balance = sum;
    }
};

// The state of the module: one for each interpreter.
struct Ledger {
    std::map<std::string, std::shared_ptr<Account>, std::less<>> accounts;

    std::shared_ptr<Account> find(std::string_view owner) const {
        auto found = accounts.find(owner);
        if (found == accounts.end()) {
            throw tenon::Error(TN_KEY_ERROR, "no account '" + std::string(owner) + "'");
        }
        return found->second;
    }
};

int64_t open(Ledger *ledger, std::string_view owner) {
    if (owner.empty()) {
        throw std::invalid_argument("an account needs an owner");
    }
    ledger->accounts.try_emplace(std::string(owner), std::make_shared<Account>());
    return static_cast<int64_t>(ledger->accounts.size());
}

int64_t deposit(Ledger *ledger, std::string_view owner, int64_t amount) {
    if (amount <= 0) {
        throw std::invalid_argument("the amount must be positive");
    }
    std::shared_ptr<Account> account = ledger->find(owner);
    account->add(amount);
    return account->balance;
}

void transfer(Ledger *ledger, std::string_view from, std::string_view to, int64_t amount) {
    if (amount <= 0) {
        throw std::invalid_argument("the amount must be positive");
    }
    std::shared_ptr<Account> source = ledger->find(from);
    std::shared_ptr<Account> target = ledger->find(to);
    if (source->balance < amount) {
        throw tenon::Error(TN_VALUE_ERROR, "'" + std::string(from) + "' has only " +
                                               std::to_string(source->balance));
    }
    source->entries.reserve(source->entries.size() + 1); // from here on nothing fails half-way
    target->add(amount);
    source->add(-amount);
}

int64_t balance(const Ledger *ledger, std::string_view owner) {
    return ledger->find(owner)->balance;
}

// A walk through the entries of an account, as an object of the host.
class Walk {
  public:
    explicit Walk(std::shared_ptr<Account> account) : account_(std::move(account)) {}

    int64_t next() {
        if (position_ == account_->entries.size()) {
            throw tenon::Error(TN_STOP_ITERATION, "no further entry");
        }
        return account_->entries[position_++];
    }

    int64_t left() const noexcept {
        return static_cast<int64_t>(account_->entries.size() - position_);
    }

  private:
    std::shared_ptr<Account> account_; // stays when the ledger goes
    size_t position_ = 0;
};

const TnMethod walk_methods[] = {TN_SAFE_METHOD("next", Walk::next, "Return the next entry."),
                                 TN_SAFE_METHOD("left", Walk::left, "Return how many are left."),
                                 TN_METHODS_END};

const TnResourceType walk_type =
    TN_CLASS(Walk, "Walk", "Walks through the entries of an account.", walk_methods, nullptr);

TnValue walk(tenon::Arguments arguments) {
    return tenon::make<Walk>(walk_type,
                             tenon::state<Ledger>()->find(arguments.get<std::string_view>(0)));
}

// Deposits all numbers of an array of the host, or none.
TnValue deposit_all(tenon::Arguments arguments) {
    std::shared_ptr<Account> account =
        tenon::state<Ledger>()->find(arguments.get<std::string_view>(0));
    tenon::Buffer buffer(arguments[1]);
    const int64_t *amounts = buffer.items<const int64_t>();
    Account copy = *account;
    for (size_t i = 0; i < buffer.size<int64_t>(); i++) {
        copy.add(amounts[i]);
    }
    *account = std::move(copy);
    return tn_int(account->balance);
}

const TnMethod methods[] = {
    TN_SAFE("open", open, "Open an account and return how many there are."),
    TN_SAFE("deposit", deposit, "Add to an account and return its balance."),
    TN_SAFE("transfer", transfer, "Move an amount from one account to another."),
    TN_SAFE("balance", balance, "Return the balance of an account."),
    TN_SAFE_DYNAMIC("walk", walk, "Walk through the entries of an account."),
    TN_SAFE_DYNAMIC("deposit_all", deposit_all, "Add all numbers of an array of 64-bit integers."),
    TN_METHODS_END};

const TnResourceType *const types[] = {&walk_type, nullptr};

} // namespace

TENON_MODULE(ledger, TN_DOC("Accounts with their entries."), TN_STATE_CLASS(Ledger),
             TN_METHODS(methods), TN_RESOURCES(types), TN_INTERPRETERS(TN_ISOLATED));
