#!/usr/bin/env python3
"""CPU time of the screen beside that of batch for the same events, and memory of a captured tree of 256 CPUs beside one of 2.

    tests/Ftop.Benchmarks/screen.py FTOP WORKLOAD [TURNS [TREE]]

FTOP: the native program; WORKLOAD: the project's Ftop.Workload; TREE: a captured tree, for the memory. Needs root; traces in a mount namespace of its own, and follows the workload alone.
"""
import fcntl, json, os, pty, statistics, struct, subprocess, sys, tempfile, termios

FTOP, WORKLOAD = sys.argv[1], sys.argv[2]
TURNS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
CALLS_PER_SEC = 50_000  # entry and exit: 100 k events
WINDOWS = 10


def cpu_seconds(on_screen):
    workload = subprocess.Popen([WORKLOAD, str(CALLS_PER_SEC * (WINDOWS + 20)), str(CALLS_PER_SEC)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    pid = workload.stdout.readline().strip()
    # The events are the default's that this workload makes.
    options = ['-p', pid, '-d', '1', '-n', str(WINDOWS), '-e', 'raw_syscalls', '-e', 'sched:sched_switch', '-e', 'irq']
    options += ['--size', '80x24'] if on_screen else ['-b', '--json']
    workload.stdin.write('\n')
    workload.stdin.flush()
    child, line = pty.fork()
    if child == 0:
        os.environ['TERM'] = 'vt100'
        os.execvp('unshare', ['unshare', '-m', FTOP, *options])
    fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
    text = b''
    while True:
        try:
            got = os.read(line, 1 << 16)
        except OSError:
            break
        if not got:
            break
        text += got
    _, status, used = os.wait4(child, 0)
    workload.kill()
    workload.wait()
    if status:
        sys.exit(f'ftop: status {status}: {text[-300:]}')
    if not on_screen:
        totals = [json.loads(row)['total'] for row in text.decode().splitlines() if row.startswith('{')]
        cpu_seconds.events = sum(total['events'] for total in totals)
    return used.ru_utime + used.ru_stime


def resident_kib(cpus, source):
    with tempfile.TemporaryDirectory() as tree:
        for name in os.listdir(source):
            if name != 'per_cpu':
                os.symlink(os.path.join(os.path.abspath(source), name), os.path.join(tree, name))
        page = open(os.path.join(source, 'per_cpu', 'cpu0', 'trace_pipe_raw'), 'rb').read(4096)
        commit = struct.unpack_from('<Q', page, 8)[0] & 0xfffff
        one = first_event_only(page, commit)
        for cpu in range(cpus):
            os.makedirs(f'{tree}/per_cpu/cpu{cpu}')
            with open(f'{tree}/per_cpu/cpu{cpu}/trace_pipe_raw', 'wb') as raw:
                raw.write(one)
        child = os.fork()
        if child == 0:
            null = os.open('/dev/null', os.O_WRONLY)
            os.dup2(null, 1)
            os.execv(FTOP, [FTOP, 'replay', '-b', '--json', tree])
        _, status, used = os.wait4(child, 0)
        if status:
            sys.exit(f'ftop replay: status {status}')
        return used.ru_maxrss


def first_event_only(page, commit):
    """A page that commits its first data event alone: struct ring_buffer_event of include/linux/ring_buffer.h."""
    place = 16
    while place < 16 + commit:
        word = struct.unpack_from('<I', page, place)[0]
        kind = word & 31
        length = 4 + 4 * kind if 1 <= kind <= 28 else 8 if kind in (30, 31) else 4 + struct.unpack_from('<I', page, place + 4)[0]
        place += length
        if kind <= 28:
            break
    return page[:8] + struct.pack('<Q', place - 16) + page[16:place] + bytes(4096 - place)


def main():
    if len(sys.argv) > 4:
        few, many = resident_kib(2, sys.argv[4]), resident_kib(256, sys.argv[4])
        print(f'ftop replay -b, an event a CPU: {few / 1024:.1f} MiB with 2 CPUs, {(many - few) / 1024:.1f} MiB more with 256 (budget 8)')
    screen, batch = [], []
    for _ in range(TURNS):
        batch.append(cpu_seconds(False))
        screen.append(cpu_seconds(True))
    s, b = statistics.median(screen), statistics.median(batch)
    print(f'{WINDOWS} windows of 1 s, {cpu_seconds.events / WINDOWS:.0f} events/s: ftop -b {b / WINDOWS * 100:.2f} % of a CPU, screen {s / WINDOWS * 100:.2f} %, ratio {s / b:.2f} (budget 1.5)')


main()
