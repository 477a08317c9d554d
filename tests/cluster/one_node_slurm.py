#!/usr/bin/python3
"""Runs a command beside a Slurm cluster of one node: this machine, on loopback, with ports, keys and files of its own.

    one_node_slurm.py [--cpus N] -- COMMAND [ARGUMENT...]

munged, slurmctld and slurmd run as whoever starts this, root or not, in a new directory; nothing of a Slurm that the
machine may have is read or touched. COMMAND finds the cluster by SLURM_CONF. When COMMAND ends, or somebody ends this
by a signal, jobs are cancelled, the daemons end, and the directory goes. Kept are only the logs of daemons that did not
start: they are printed.

Ends with the code of COMMAND; with 1 where the cluster does not start, saying why; with 128+signal when interrupted.
"""
from __future__ import annotations

import argparse
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STARTING_SECONDS = 40.0  # two cores that also compile need a few
ENDING_SECONDS = 8.0
PACKAGES = "slurm-wlm munge"
NEEDED_PROGRAMS = ("munged", "munge", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "sinfo", "scontrol")
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h


class NotStarted(Exception):
    """The cluster did not come up; the text says why."""


class Asked(Exception):
    """A signal asked this to end. args[0] is its number."""


def prctl(option: int, value: int) -> None:
    """Of Linux. Raises OSError where it fails."""
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def programs() -> dict[str, str]:
    """Paths of the programs by name. Raises NotStarted naming those that are missing."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/bin:/sbin:/bin"
    found = {name: shutil.which(name, path=path) for name in NEEDED_PROGRAMS}
    missing = [name for name, where in found.items() if where is None]
    if missing:
        raise NotStarted(f"these programs are missing: {' '.join(missing)}. Debian's packages: {PACKAGES}")
    return {name: where for name, where in found.items() if where is not None}


def free_ports(count: int) -> list[int]:
    """Numbers of TCP ports on loopback that nobody has at this moment."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def configuration(place: Path, cpus: int) -> str:
    """slurm.conf. The node is this machine under the name by which slurmd knows itself; its address is loopback, so
    that the name need not be resolvable. No cgroups, no accounting, no task plugin: containers have none of them."""
    host = socket.gethostname().split(".")[0]
    user = os.popen("id -un").read().strip() or str(os.getuid())
    controller, node = free_ports(2)
    return f"""ClusterName=one
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={place}/munge.socket
StateSaveLocation={place}/state
SlurmdSpoolDir={place}/spool
SlurmctldPidFile={place}/slurmctld.pid
SlurmdPidFile={place}/slurmd.pid
SlurmctldLogFile={place}/slurmctld.log
SlurmdLogFile={place}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
MpiDefault=none
SlurmdParameters=config_overrides
ReturnToService=2
SchedulerParameters=batch_sched_delay=0,sched_min_interval=100000,defer_batch
MinJobAge=10
KillWait=2
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


class OneNode:
    """The cluster while its with statement lasts."""

    def __init__(self, cpus: int) -> None:
        self.cpus = cpus
        self.daemons: list[subprocess.Popen[bytes]] = []
        self.place = Path()
        self.paths: dict[str, str] = {}
        self.environment: dict[str, str] = {}

    def __enter__(self) -> "OneNode":
        self.paths = programs()
        prctl(PR_SET_CHILD_SUBREAPER, 1)  # what a daemon leaves becomes ours, and ends with us
        self.place = Path(tempfile.mkdtemp(prefix="one-node-slurm-"))
        try:
            self.start()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self) -> None:
        """Raises NotStarted with the daemons' logs."""
        place = self.place
        place.chmod(0o755)  # munged wants its socket to be reachable by everybody
        for name in ("state", "spool", "cgroup"):
            (place / name).mkdir(mode=0o755)
        key = place / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(os.urandom(128))
        settings = place / "slurm.conf"
        settings.write_text(configuration(place, self.cpus))
        # slurmd looks for control groups even where it is to use none, and ends where it finds none. It finds a
        # directory that is empty instead, whichever version the machine has.
        (place / "cgroup.conf").write_text(f"CgroupPlugin=cgroup/v1\nCgroupMountpoint={place}/cgroup\n")
        self.environment = {**os.environ, "SLURM_CONF": str(settings), "LC_ALL": "C.UTF-8"}
        self.daemon("munged", "--foreground", f"--key-file={key}", f"--socket={place}/munge.socket",
                    f"--pid-file={place}/munged.pid", f"--log-file={place}/munged.own.log",
                    f"--seed-file={place}/munge.seed", "--num-threads=2")
        self.wait_for("munged", lambda: self.asked("munge", "-n", f"--socket={place}/munge.socket") is not None)
        self.daemon("slurmctld", "-D", "-c", "-f", str(settings))
        self.daemon("slurmd", "-D", "-f", str(settings))
        self.wait_for("the node", lambda: (self.asked("sinfo", "-h", "-o", "%T") or "").strip() == "idle")

    def daemon(self, name: str, *arguments: str) -> None:
        with open(self.place / f"{name}.messages", "wb") as messages:
            self.daemons.append(subprocess.Popen(
                [self.paths[name], *arguments], stdin=subprocess.DEVNULL, stdout=messages, stderr=messages,
                env=self.environment, cwd=self.place, start_new_session=True,
                preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGKILL)))

    def asked(self, name: str, *arguments: str) -> str | None:
        """What a program of the cluster prints; None where it fails or does not answer."""
        try:
            ran = subprocess.run([self.paths[name], *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                                 capture_output=True, text=True, timeout=10)
        except subprocess.TimeoutExpired:
            return None
        return ran.stdout if ran.returncode == 0 else None

    def wait_for(self, what: str, ready: object) -> None:
        latest = time.monotonic() + STARTING_SECONDS
        while not ready():  # type: ignore[operator]
            ended = [daemon.args[0] for daemon in self.daemons if daemon.poll() is not None]  # type: ignore[index]
            if ended or time.monotonic() > latest:
                why = f"{' '.join(ended)} ended" if ended else f"not ready after {STARTING_SECONDS:.0f} s"
                raise NotStarted(f"{what} did not come up: {why}\n{self.logs()}")
            time.sleep(0.1)

    def logs(self) -> str:
        """The last lines of every log."""
        text = ""
        for log in sorted([*self.place.glob("*.messages"), *self.place.glob("*.log")]):
            lines = log.read_text(errors="replace").splitlines()[-25:]
            if lines:
                text += f"--- {log.name}\n" + "\n".join(lines) + "\n"
        return text

    def run(self, command: list[str]) -> int:
        """The code with which a command ends. A signal meanwhile is handed to it, and Asked is raised."""
        process = subprocess.Popen(command, env=self.environment)
        try:
            code = process.wait()
        except Asked as asked:
            process.send_signal(asked.args[0])
            try:
                process.wait(ENDING_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            raise
        return code if code >= 0 else 128 - code

    def end(self) -> None:
        """Ends everything that runs here and removes the directory."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)  # it is ending already
        if len(self.daemons) == 3 and self.asked("scancel", "--state=PENDING") is not None:
            self.asked("scancel", "--signal=KILL", "--full", "--state=RUNNING")
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(ENDING_SECONDS)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        kill_orphans()
        shutil.rmtree(self.place, ignore_errors=True)


def children_of_this() -> list[int]:
    """Ids of the processes whose parent this is."""
    children = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # "pid (name) state parent ...", where the name may hold anything
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            if parent == os.getpid():
                children.append(int(entry.name))
    return children


def kill_orphans() -> None:
    """Kills what daemons have left, such as a slurmstepd and its task, and what these leave in turn."""
    latest = time.monotonic() + ENDING_SECONDS
    while (children := children_of_this()) and time.monotonic() < latest:
        for child in children:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for child in children:
            try:
                os.waitpid(child, 0)
            except ChildProcessError:
                pass


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs a command beside a Slurm cluster of one node.")
    parser.add_argument("--cpus", type=int, default=2, help="of the node; more than the machine has is allowed")
    parser.add_argument("command", nargs="+", metavar="COMMAND")
    arguments = parser.parse_args()

    def ask(number: int, _: object) -> None:
        raise Asked(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)
    try:
        with OneNode(arguments.cpus) as cluster:
            return cluster.run(arguments.command)
    except NotStarted as reason:
        print(f"one_node_slurm: {reason}", file=sys.stderr)
        return 1
    except Asked as asked:
        return 128 + asked.args[0]


if __name__ == "__main__":
    sys.exit(main())
