//! Uses the standard library: containers, threads, locks, a cell that is filled once, panics.
use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

static TABLE: OnceLock<Vec<i64>> = OnceLock::new();
static LOCK: Mutex<()> = Mutex::new(());

#[no_mangle]
pub extern "C" fn rust_f(n: i64) -> i64 {
    let _guard = LOCK.lock().unwrap();
    println!("hello {n}");
    let mut map = HashMap::new();
    for i in 0..10 {
        map.insert(format!("k{i}"), i);
    }
    let table = TABLE.get_or_init(|| (0..50).collect());
    let caught = std::panic::catch_unwind(|| n);
    let thread = std::thread::spawn(move || n + 1).join().unwrap();
    map["k3"] + table[(n % 50) as usize] + caught.unwrap_or(0) + thread
}
