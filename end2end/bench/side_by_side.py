"""Several clients at once, each a process of its own, so that none waits for another's Python."""

import multiprocessing
import signal
import traceback

FORK = multiprocessing.get_context("fork")
# Longer than any measurement; only what hangs gets there.
TIMEOUT = 300


def side_by_side(count, work):
    """What `work(number, ready)` returns in `count` processes.

    Each calls `ready()` when it is prepared, which returns when all are.
    """
    barrier = FORK.Barrier(count, timeout=TIMEOUT)
    processes = []
    try:
        for number in range(count):
            receiving, sending = FORK.Pipe(duplex=False)
            process = FORK.Process(target=_run, args=(work, number, barrier, sending), daemon=True)
            process.start()
            sending.close()
            processes.append((process, receiving))
        return [_result(receiving) for _, receiving in processes]
    finally:
        for process, receiving in processes:
            process.kill()
            process.join()
            receiving.close()


def quietly(work):
    """Runs in a process whose end is its parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    work()


def _run(work, number, barrier, sending):
    def told():
        try:
            sending.send((work(number, barrier.wait), None))
        except BaseException:
            barrier.abort()
            sending.send((None, traceback.format_exc()))

    quietly(told)


def _result(receiving):
    try:
        result, error = receiving.recv() if receiving.poll(TIMEOUT) else (None, "it hangs")
    except EOFError:
        result, error = None, "it was killed"
    if error:
        raise SystemExit(f"a client failed: {error}")
    return result
