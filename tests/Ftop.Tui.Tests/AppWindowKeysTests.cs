using Ftop.Tui.Themes;
using NSubstitute;
using NSubstitute.Extensions;

using Attribute = Terminal.Gui.Drawing.Attribute;

namespace Ftop.Tui.Tests;

public sealed class AppWindowKeysTests : IDisposable
{
    private readonly LiveScreen _live = new LiveScreen().Show(SampleWindows.At(1));

    public void Dispose() => _live.Dispose();

    [Theory]
    [InlineData("q")]
    [InlineData("\e[21~")]
    public void Quit_Ends(string keys) => Assert.True(_live.Type(keys).Terminal.HasEnded);

    [Theory]
    [InlineData("?")]
    [InlineData("h")]
    [InlineData("\eOP")]
    public void Help_OpensAndEscCloses(string keys)
    {
        Assert.Contains("quit; tracing is put back", _live.Type(keys).Text);
        Assert.DoesNotContain("quit; tracing", _live.Escape().Text);
        Assert.Contains("SYSTEM CALL", _live.Text);
    }

    [Theory]
    [InlineData("?q")]
    [InlineData("Dq")]
    [InlineData("2\rq")]
    [InlineData("2zq")]
    [InlineData("2\\ope\rq")]
    [InlineData("e\e[21~")]
    [InlineData("T\e[21~")]
    [InlineData("p\e[21~")]
    [InlineData("/\e[21~")]
    public void Quit_EndsFromEverywhere(string keys) => Assert.True(_live.Type(keys).Terminal.HasEnded);

    [Theory]
    [InlineData("/q", "/q_")]
    [InlineData("\\q", "\\q_")]
    [InlineData("lq", ": q_")]
    [InlineData("eqq", "qq_   0 of")]
    public void Q_WhereTextIsTyped_IsText(string keys, string shown)
    {
        Assert.Contains(shown, _live.Type(keys).Text);
        Assert.False(_live.Terminal.HasEnded);
    }

    [Theory]
    [InlineData("?")]
    [InlineData("D")]
    [InlineData("e")]
    [InlineData("t")]
    [InlineData("T")]
    [InlineData("9")]
    [InlineData("\e[17~")]
    [InlineData("/x")]
    [InlineData("\\")]
    [InlineData("l")]
    [InlineData("p")]
    [InlineData("5")]
    [InlineData("\tz")]
    public void Esc_GoesBackFromEverywhere(string keys)
    {
        string before = _live.Text;
        Assert.NotEqual(before, _live.Type(keys).Text);
        _live.Escape();
        Assert.StartsWith("ftop ", _live.Terminal.Rows[0]);
        Assert.Contains("? Help", _live.Terminal.Rows[^1]);
        Assert.False(_live.Terminal.HasEnded);
    }

    [Fact]
    public void Help_ScrollsToItsEnd() => Assert.Contains("events were lost", _live.Type("?\e[F").Text);

    [Theory]
    [InlineData("0", "ftop ")]
    [InlineData("1", "Functions ")]
    [InlineData("2", "System calls ")]
    [InlineData("3", "CPUs ")]
    [InlineData("4", "Events ")]
    [InlineData("5", "Processes ")]
    [InlineData("6", "Interrupts ")]
    [InlineData("7", "Scheduling ")]
    [InlineData("8", "Block I/O ")]
    [InlineData("9", "Latency tracers ")]
    public void Digit_ShowsTheView(string key, string title) => Assert.StartsWith(title, _live.Type(key).Terminal.Rows[0]);

    [Fact]
    public void LatencyTracers_NoneOffered_SaysWhichOptionIsMissing()
    {
        _live.Control.AvailableTracers.Returns(["function", "nop"]);
        Assert.Contains("CONFIG_OSNOISE_TRACER", _live.Type("9").Text);
    }

    [Fact]
    public void LatencyTracers_Enter_SwitchesTheTracer()
    {
        _live.Type("9\r");
        _live.Control.Received().SetTracer("wakeup_rt");
    }

    [Fact]
    public void Space_FreezesUntilTheNext()
    {
        _live.Type("2 ").Show(SampleWindows.At(900));
        Assert.Contains("FROZEN", _live.Terminal.Rows[0]);
        Assert.Contains("12.3k", _live.Text);
        _live.Type(" ");
        Assert.DoesNotContain("FROZEN", _live.Text);
        Assert.Contains("13.2k", _live.Text);
    }

    [Fact]
    public void Space_FreezesBarsAndChartsToo()
    {
        string before = _live.Type("3 ").Terminal.Rows[3];
        _live.Show(SampleWindows.Nothing, SampleWindows.At(6)).Type("jk");
        Assert.Equal(before, _live.Terminal.Rows[3]);
        Assert.NotEqual(before, _live.Type(" ").Terminal.Rows[3]);
    }

    [Fact]
    public void Tab_GoesThroughThePanesOfTheStartScreen()
    {
        Assert.Contains("f Func", _live.Terminal.Rows[^1]);
        Assert.Contains("s Syscalls p Pid", _live.Type("\t").Terminal.Rows[^1]);
        Assert.Contains("s Syscalls e Events", _live.Type("\t").Terminal.Rows[^1]);
        Assert.Contains("f Func", _live.Type("\t").Terminal.Rows[^1]);
        Assert.Contains("s Syscalls e Events", _live.Type("\e[Z").Terminal.Rows[^1]);
    }

    [Fact]
    public void Tab_InAView_GoesToTheNext()
    {
        Assert.StartsWith("System calls ", _live.Type("1\t").Terminal.Rows[0]);
        Assert.StartsWith("Functions ", _live.Type("\e[Z").Terminal.Rows[0]);
        Assert.StartsWith("Block I/O ", _live.Type("\e[Z").Terminal.Rows[0]);
    }

    [Fact]
    public void Z_ShowsThePaneAloneAndAgainAll()
    {
        Assert.DoesNotContain("THREAD", _live.Type("\tz").Text);
        Assert.Contains("TOP ERRNO", _live.Text);
        Assert.Contains("THREAD", _live.Type("z").Text);
    }

    [Theory]
    [InlineData("j", "openat")]
    [InlineData("\e[B", "openat")]
    [InlineData("jjk", "openat")]
    [InlineData("jj\e[A", "openat")]
    [InlineData("\e[6~", "open (i386)")]
    [InlineData("\e[F", "open (i386)")]
    [InlineData("\e[F\e[H", "read")]
    [InlineData("\e[6~\e[5~", "read")]
    public void Moves_SelectARow(string keys, string name) => Assert.Equal(name, SelectedName(_live.Type("2" + keys)));

    [Fact]
    public void Selection_StaysOnItsRowWhileRowsMove()
    {
        _live.Type("2j").Show(SampleWindows.At(2) with { SystemCalls = [.. SampleWindows.At(2).SystemCalls.Reverse()] });
        Assert.Equal("openat", SelectedName(_live.Type("I")));
    }

    [Fact]
    public void Enter_TellsAboutTheSystemCallAndFollowsItsWindows()
    {
        Assert.Contains("ENOENT                      340   99%", _live.Type("2j\r").Text);
        Assert.Contains("not seen any more", _live.Show(SampleWindows.Nothing).Text);
        Assert.Contains("SYSTEM CALL", _live.Escape().Text);
    }

    [Fact]
    public void Enter_OnATask_FollowsItAndEscLetsGo()
    {
        _live.Type("5\r");
        Assert.Equal([1234], _live.Control.State.Pids);
        _live.Type("j");
        Assert.Contains("pid 1234", _live.SecondRow);
        _live.Escape();
        Assert.Empty(_live.Control.State.Pids);
    }

    [Fact]
    public void SortKeys_GoToTheNeighbourAndInvert()
    {
        Assert.Contains("▼ERR/S", _live.Type("2>").Text);
        Assert.Equal("openat", NameAt(3));
        Assert.Contains("▲ERR/S", _live.Type("I").Text);
        Assert.Contains("SYSTEM CALL▲", _live.Type("<<").Text);
        Assert.Equal("epoll_wait", NameAt(3));
    }

    [Fact]
    public void Slash_FindsWhileTypingAndNGoesOn()
    {
        Assert.Equal("openat", SelectedName(_live.Type("2/ope")));
        Assert.EndsWith("names: /ope_", _live.Terminal.Rows[^1]);
        int row = _live.RowOf("openat");
        Assert.Equal(Look(ThemeRole.Key), _live.Terminal.AttributeAt(0, row));
        Assert.Equal("open (i386)", SelectedName(_live.Type("\rn")));
        Assert.Equal("openat", SelectedName(_live.Type("n")));
        Assert.Equal("open (i386)", SelectedName(_live.Type("N")));
        Assert.Contains("no name contains 'zzz'", _live.Type("/zzz\r").Text);
    }

    [Fact]
    public void N_WithoutASearch_SaysWhatToDo() => Assert.Contains("press /", _live.Type("n").SecondRow);

    [Fact]
    public void Backslash_ShowsOnlyMatchingRows()
    {
        _live.Type("2\\ope\r");
        Assert.Contains("SYSTEM CALL \\ope", _live.Text);
        Assert.Contains("openat", _live.Text);
        Assert.DoesNotContain("futex", _live.Text);
        Assert.Contains("no name contains 'opex'", _live.Type("\\\e[Cx\r").Text);
        Assert.Contains("futex", _live.Escape().Text);
    }

    [Fact]
    public void PlusAndMinus_GoThroughTheSteps()
    {
        _live.Type("+");
        _live.Control.Received().SetDelay(TimeSpan.FromSeconds(2));
        Assert.Contains("every 2s", _live.Text);
        _live.Type("----------");
        Assert.Equal(TimeSpan.FromSeconds(0.1), _live.Control.State.Delay);
        _live.Type("++++++++++");
        Assert.Equal(TimeSpan.FromSeconds(60), _live.Control.State.Delay);
    }

    [Fact]
    public void C_ClearsCounts()
    {
        Assert.StartsWith("counts cleared", _live.Type("c").SecondRow);
        _live.Terminal.Advance(TimeSpan.FromSeconds(4));
        Assert.StartsWith("pid all", _live.SecondRow);
        _live.Control.Received(1).Clear();
    }

    [Fact]
    public void M_CountsFromNowUntilTheNext()
    {
        _live.Type("2m").Show(SampleWindows.At(3));
        Assert.EndsWith("120", _live.Terminal.Rows[_live.RowOf("read")]);
        Assert.DoesNotContain("MARK", _live.Type("m").Text);
    }

    [Theory]
    [InlineData("f", "function")]
    [InlineData("g", "function_graph")]
    [InlineData("ff", "nop")]
    [InlineData("fg", "function_graph")]
    [InlineData("gg", "nop")]
    public void TracerKeys_SwitchTheTracer(string keys, string tracer) => Assert.Equal(tracer, _live.Type(keys).Control.State.Tracer);

    [Fact]
    public void Tracer_WhileSwitching_SaysSo()
    {
        var answer = new TaskCompletionSource<ControlOutcome>();
        _live.Control.Configure().SetTracer("function").Returns(answer.Task);
        Assert.Equal("switching to function...", _live.Type("f").SecondRow);
        answer.SetResult(new ControlOutcome(false, "current_tracer: write: EPERM: the kernel is locked down; boot with lockdown=none"));
        Assert.True(SpinWait.SpinUntil(() =>
        {
            _live.Terminal.Settle();
            return _live.SecondRow.Contains("EPERM", StringComparison.Ordinal);
        }, TimeSpan.FromSeconds(10)));
        Assert.Equal(Look(ThemeRole.Error), _live.Terminal.AttributeAt(0, 1));
        Assert.StartsWith("pid all", _live.Type("\t").SecondRow);
    }

    [Fact]
    public void LongRefusal_IsReadToItsEnd()
    {
        string message = "events/irq/enable: write: EBUSY: " + string.Join(' ', Enumerable.Range(0, 30).Select(word => $"word{word}")) + " end";
        _live.Control.Configure().SetSystemCalls(false).Returns(Task.FromResult(new ControlOutcome(false, message)));
        Assert.Contains("word29 end", _live.Type("s").Text);
        Assert.DoesNotContain("word", _live.Type("j").Text);
    }

    [Fact]
    public void S_SwitchesSystemCalls() => Assert.False(_live.Type("s").Control.State.SystemCallsOn);

    [Fact]
    public void EventPicker_NarrowsAndTicks()
    {
        _live.Type("ewakeup");
        Assert.Contains("[ ] sched:sched_wakeup", _live.Text);
        Assert.DoesNotContain("irq_handler", _live.Text);
        Assert.Contains("[x] sched:sched_wakeup", _live.Type(" ").Text);
        _live.Control.Received().SetEvents("sched:sched_wakeup", true);
        Assert.Contains("SYSTEM CALL", _live.Escape().Text);
    }

    [Fact]
    public void EventPicker_AWholeSystem_IsOneLine()
    {
        _live.Type("eirq:* \r");
        _live.Control.Received(1).SetEvents("irq", false);
    }

    [Fact]
    public void EventPicker_EnterClosesWithWhatIsTicked()
    {
        _live.Type("ewakeup \r");
        Assert.Contains("sched:sched_wakeup", _live.Control.State.Events);
        Assert.Contains("SYSTEM CALL", _live.Text);
        _live.Control.ReceivedWithAnyArgs(1).SetEvents("", true);
    }

    [Fact]
    public void EventPicker_BeginsWithWhatIsOnAndCountsIt()
    {
        _live.Type("e");
        Assert.Equal("type to narrow   9 of 9, 3 on", _live.Terminal.Rows[2]);
        Assert.Equal(
            ["irq:*", "irq:irq_handler_entry", "irq:irq_handler_exit", "sched:sched_switch"],
            _live.Terminal.Rows.Where(row => row.StartsWith("  [x] ", StringComparison.Ordinal)).Select(row => row[6..]));
        Assert.StartsWith("  [x] sched:sched_switch", _live.Terminal.Rows[6]);
        Assert.EndsWith("9 of 9, 1 on", _live.Type(" ").Terminal.Rows[2]);
    }

    [Fact]
    public void EventPicker_WhatTheKernelRefuses_IsNotTicked()
    {
        _live.Control.Configure().SetEvents("sched:sched_wakeup", true).Returns(Task.FromResult(new ControlOutcome(false, "enable: write: EPERM: locked down")));
        Assert.Contains("[ ] sched:sched_wakeup", _live.Type("ewakeup ").Text);
        Assert.Contains("EPERM", _live.SecondRow);
    }

    [Fact]
    public void EventPicker_ASlowKernel_IsTickedAtOnceAndTwiceIsOff()
    {
        _live.Control.Configure().SetEvents("sched:sched_wakeup", true).Returns(new TaskCompletionSource<ControlOutcome>().Task);
        Assert.Contains("[x] sched:sched_wakeup", _live.Type("ewakeup ").Text);
        Assert.Contains("[ ] sched:sched_wakeup", _live.Type(" ").Text);
        Assert.StartsWith("waits its turn: turning off sched:sched_wakeup", _live.SecondRow);
    }

    [Theory]
    [InlineData("mmiotrace", "takes all CPUs but one offline")]
    [InlineData("branch", "records every branch")]
    [InlineData("hwlat", "interrupts off")]
    [InlineData("osnoise", "keeps every CPU busy")]
    [InlineData("timerlat", "real-time thread")]
    public void DangerousTracer_IsAskedAbout(string tracer, string deed)
    {
        _live.Control.AvailableTracers.Returns(["function", tracer, "nop"]);
        _live.Type("t" + tracer + "\r");
        Assert.StartsWith(tracer + " ", _live.Terminal.Rows[^1]);
        Assert.Contains(deed, _live.Terminal.Rows[^1]);
        Assert.EndsWith("Switch it on? y/N", _live.Terminal.Rows[^1]);
        foreach (string no in (string[])["\r", "n", "x"])
        {
            _live.Type(no);
            Assert.StartsWith($"{tracer} stays off", _live.SecondRow);
            _live.Type("t" + tracer + "\r");
        }

        _live.Control.DidNotReceiveWithAnyArgs().SetTracer("");
        _live.Type("y");
        _live.Control.Received(1).SetTracer(tracer);
    }

    [Fact]
    public void FunctionTracer_ThatWalksStacks_IsAskedAbout()
    {
        _live.Control.WalksStacks.Returns(true);
        Assert.Contains("writes a stack with every call", _live.Type("f").Terminal.Rows[^1]);
        _live.Escape();
        _live.Control.DidNotReceiveWithAnyArgs().SetTracer("");
        _live.Type("fy");
        _live.Control.Received(1).SetTracer("function");
        _live.Type("f");
        _live.Control.Received(1).SetTracer("nop");
    }

    [Theory]
    [InlineData("lock:*", "lock", "every lock")]
    [InlineData("preemptirq:irq_disable", "preemptirq:irq_disable", "interrupts go off")]
    [InlineData("all", "all", "every event")]
    public void DangerousEvents_AreAskedAbout(string item, string glob, string deed)
    {
        _live.Control.AvailableEvents.Returns(["lock:contention_begin", "lock:contention_end", "preemptirq:irq_disable", "sched:sched_switch"]);
        _live.Type("e" + item + " ");
        Assert.Contains(deed, _live.Terminal.Rows[^1]);
        Assert.Contains("[ ] " + item, _live.Type("\r").Text);
        _live.Control.DidNotReceiveWithAnyArgs().SetEvents("", true);
        _live.Type(" y");
        _live.Control.Received(1).SetEvents(glob, true);
    }

    [Theory]
    [InlineData("e")]
    [InlineData("t")]
    [InlineData("9")]
    public void WhatTheKernelOffers_NotKnownYet_IsSaid(string key)
    {
        _live.Control.AvailableTracers.Returns([]);
        _live.Control.AvailableEvents.Returns([]);
        Assert.StartsWith("what this kernel offers is not known yet", _live.Type(key).SecondRow);
    }

    [Fact]
    public void Cautions_AreThoseOfTheReadme()
    {
        string readme = File.ReadAllText(Path.Combine(SourceDirectory(), "../../README.md"));
        string sentence = readme[readme.IndexOf("Tracers and events that stop or slow a board", StringComparison.Ordinal)..readme.IndexOf("are asked about first", StringComparison.Ordinal)];
        string[] lists = sentence.Split(';');
        string[] tracers = [.. lists[0].Split('`').Where((_, index) => index % 2 == 1)];
        string[] events = [.. lists[1].Split('`').Where((_, index) => index % 2 == 1)];
        Assert.Equal(["mmiotrace", "branch", "hwlat", "osnoise", "timerlat", "function", "func_stack_trace"], tracers);
        Assert.All(tracers[..^1], tracer => Assert.NotNull(Ftop.Tui.Control.Cautions.OfTracer(tracer, walksStacks: true)));
        Assert.All(events, system => Assert.NotNull(Ftop.Tui.Control.Cautions.OfEvents(system)));
        Assert.Null(Ftop.Tui.Control.Cautions.OfTracer("function", walksStacks: false));
    }

    private static string SourceDirectory([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [Fact]
    public void Question_Q_Quits()
    {
        _live.Control.AvailableTracers.Returns(["mmiotrace", "nop"]);
        Assert.True(_live.Type("tmmio\rq").Terminal.HasEnded);
        _live.Control.DidNotReceiveWithAnyArgs().SetTracer("");
    }

    [Fact]
    public void TracerPicker_Enter_Chooses()
    {
        _live.Type("tfunction_\r");
        Assert.Equal("function_graph", _live.Control.State.Tracer);
        Assert.Contains("SYSTEM CALL", _live.Text);
    }

    [Fact]
    public void P_TakesPidsAndRefusesOtherWords()
    {
        _live.Type("p12 345\r");
        Assert.Equal([12, 345], _live.Control.State.Pids);
        Assert.Contains("'x' is not a pid", _live.Type("p\u0015x\r").SecondRow);
        _live.Type("p\u0015\r");
        Assert.Empty(_live.Control.State.Pids);
    }

    [Fact]
    public void Prompts_BeginWithWhatIs_SelectedSoThatTypingReplaces()
    {
        _live.Type("p12\r").Type("p");
        Assert.EndsWith(": 12_", _live.Terminal.Rows[^1]);
        Assert.Equal(Look(ThemeRole.Selected), _live.Terminal.AttributeAt(_live.Terminal.Rows[^1].Length - 2, 23));
        Assert.Equal([7], _live.Type("7\r").Control.State.Pids);
        Assert.Equal([78], _live.Type("p\e[C8\r").Control.State.Pids);
        Assert.Empty(_live.Type("p\u007f\r").Control.State.Pids);
    }

    [Theory]
    [InlineData("p", "only pids and children, empty for all: _")]
    [InlineData("l", "only functions as vfs_* ext4_*, empty for all: _")]
    [InlineData("/", "find in names: /_")]
    [InlineData("\\", "only names that contain, empty for all: \\_")]
    public void Prompts_SayWhatTheyWant(string key, string line) => Assert.Equal(line, _live.Type(key).Terminal.Rows[^1]);

    [Fact]
    public void Tab_CompletesPidsByNumberAndName()
    {
        Assert.EndsWith(": 1234_", _live.Type("pdd\t").Terminal.Rows[^1]);
        Assert.EndsWith(": 1234 987_", _live.Type(" 9\t").Terminal.Rows[^1]);
        Assert.Contains("no task that was seen begins with 'nobody'", _live.Type(" nobody\t").SecondRow);
        _live.Escape();
        _live.Type("p\t");
        Assert.StartsWith("3: 1234 (dd) 987 (systemd-journal) 4242 (evil^[[2Jname)", _live.SecondRow);
    }

    [Fact]
    public void Tab_CompletesFunctions()
    {
        _live.Type("lvfs_r\t");
        Assert.True(SpinWait.SpinUntil(() => Settled().Terminal.Rows[^1].EndsWith(": vfs_read_", StringComparison.Ordinal), TimeSpan.FromSeconds(10)));
        Assert.Equal("3: vfs_read vfs_readlink vfs_readv", _live.SecondRow);
        _live.Type("l\t");
        Assert.True(SpinWait.SpinUntil(() => Settled().Terminal.Rows[^1].EndsWith(": vfs_readlink_", StringComparison.Ordinal), TimeSpan.FromSeconds(10)));
        Assert.Equal("vfs_readlink", _live.Type("\r").Control.State.FunctionFilter);
    }

    [Fact]
    public void Tab_CompletesNamesToFindAndToFilter()
    {
        Assert.EndsWith("/open_", _live.Type("2/o\t").Terminal.Rows[^1]);
        Assert.Equal("2: open (i386) openat", _live.SecondRow);
        Assert.EndsWith("/openat_", _live.Type("a\t").Terminal.Rows[^1]);
        _live.Type("\r");
        Assert.EndsWith("\\futex_", _live.Type("\\f\t").Terminal.Rows[^1]);
        Assert.DoesNotContain("openat", _live.Type("\r").Text);
    }

    [Fact]
    public void K_MakesAProbe_AndShowsTheViewOfProbes()
    {
        _live.Type("Kp:vfs_readv\t n=$arg3");
        Assert.EndsWith("p:vfs_readv n=$arg3_", _live.Terminal.Rows[^1]);
        _live.Type("\r");
        Settled();
        _live.Control.Received(1).MakeProbe("p:vfs_readv n=$arg3");
        Assert.Contains("PROBE", _live.Text, StringComparison.Ordinal);
        Assert.Contains("probe ftop_1:vfs_read on", _live.SecondRow, StringComparison.Ordinal);
    }

    [Fact]
    public void K_Refused_TellsTheColumn_AndHasTheDefinitionAgain()
    {
        _live.Type("Kp:vfs_raed\r");
        Settled();
        Assert.Contains("column 3: the kernel has no function vfs_raed", _live.SecondRow, StringComparison.Ordinal);
        Assert.EndsWith(": p:vfs_raed_", _live.Terminal.Rows[^1]);
        Assert.EndsWith(": p:vfs_raedx_", _live.Type("\u001b[Cx").Terminal.Rows[^1]);
    }

    [Fact]
    public void L_LimitsFunctions()
    {
        _live.Type("lvfs_x\u007f*\r").Type("\t");
        Assert.Equal("vfs_*", _live.Control.State.FunctionFilter);
        Assert.Contains("only vfs_*", _live.SecondRow);
    }

    [Fact]
    public void X_SwitchesEverythingOff()
    {
        _live.Type("2X");
        _live.Control.Received(1).AllOff();
        Assert.False(_live.Control.State.SystemCallsOn);
    }

    [Fact]
    public void P_WithNothingToPin_SaysSo() => Assert.Contains("nothing to pin", _live.Type("P").SecondRow);

    [Fact]
    public void D_ShowsTheDoctorsReport() => Assert.Contains("CONFIG_FUNCTION_TRACER is not set", _live.Type("D").Text);

    [Fact]
    public void T_ChoosesATheme() => Assert.Contains("theme plain", _live.Type("T\r").SecondRow);

    [Fact]
    public void CtrlL_LeavesTheScreenAsItIs()
    {
        string before = _live.Text;
        Assert.Equal(before, _live.Type("\f").Text);
    }

    [Fact]
    public void CtrlL_SeesASizeThatNoSignalTold()
    {
        _live.Terminal.Line.Answer = new System.Drawing.Size(100, 30);
        Assert.Equal(24, _live.Terminal.Rows.Length);
        Assert.Equal(30, _live.Type("\f").Terminal.Rows.Length);
        using LiveScreen fresh = new LiveScreen(100, 30).Show(SampleWindows.At(1));
        Assert.Equal(fresh.Text, _live.Text);
        _live.Terminal.Line.Answer = null;
        Assert.Equal(30, _live.Type("\f").Terminal.Rows.Length);
    }

    [Fact]
    public void Size_ThatTheKernelKnows_IsSeenWithoutASignal()
    {
        _live.Terminal.Line.Size = new System.Drawing.Size(60, 20);
        Assert.Equal(20, _live.Show(SampleWindows.At(2)).Terminal.Rows.Length);
    }

    [Fact]
    public void PromptLeftWithEsc_ChangesNothing()
    {
        _live.Type("p99");
        _live.Escape();
        Assert.Empty(_live.Control.State.Pids);
        Assert.Contains("? Help", _live.Terminal.Rows[^1]);
    }

    [Theory]
    [InlineData("y", "y does nothing here; ? lists the keys")]
    [InlineData("W", "W does nothing here; ? lists the keys")]
    [InlineData("é", "é does nothing here; ? lists the keys")]
    [InlineData("\e[15~", "F5 (tree in htop) does nothing here; ? lists the keys")]
    [InlineData("\e[20~", "F9 (kill in htop) does nothing here; ? lists the keys")]
    public void UnknownKey_ChangesNothingAndSaysSo(string keys, string said)
    {
        string[] before = _live.Terminal.Rows;
        Assert.Equal(said, _live.Type(keys).SecondRow);
        Assert.Equal(before[2..], _live.Terminal.Rows[2..]);
        Assert.Equal(LiveScreen.Started, _live.Control.State);
    }

    [Fact]
    public void EveryKey_IsAnswered()
    {
        foreach (KeyEntry entry in Keys.Table.Where(entry => entry.Label is not ("Ctrl-L" or "q F10")))
        {
            foreach (global::Terminal.Gui.Input.Key key in entry.Keys)
            {
                using LiveScreen live = new LiveScreen().Show(SampleWindows.Nothing);
                string before = live.Text;
                live.Terminal.Press(key);
                Assert.True(before != live.Text, $"{entry.Label}: {key} is not answered");
            }
        }
    }

    [Fact]
    public void F3AndF4_FindAndFilterAsInHtop()
    {
        Assert.Equal("openat", SelectedName(_live.Type("2\eORope")));
        Assert.Equal("open (i386)", SelectedName(_live.Type("\eOR")));
        Assert.EndsWith("\\_", _live.Type("\r\eOS").Terminal.Rows[^1]);
    }

    [Fact]
    public void F6_ChoosesTheColumnToSortBy()
    {
        _live.Type("2\e[17~");
        Assert.Contains("[x] COUNT/S", _live.Text);
        Assert.Contains("▼ERR/S", _live.Type("ERR/\r").Text);
        Assert.StartsWith("sorted by ERR/S, highest first", _live.SecondRow);
        Assert.StartsWith("sorted by ERR/S, lowest first", _live.Type("I").SecondRow);
    }

    private LiveScreen Settled()
    {
        _live.Terminal.Settle();
        return _live;
    }

    private string NameAt(int row) => Name(_live.Terminal.Rows[row]);

    private static string Name(string row) => row.Split("  ", StringSplitOptions.RemoveEmptyEntries)[0].Trim();

    private Attribute Look(ThemeRole role) => _live.Themes.Current[role];

    private string SelectedName(LiveScreen live)
    {
        for (int row = 3; row < live.Terminal.Rows.Length - 1; row++)
        {
            if (live.Terminal.AttributeAt(79, row) == Look(ThemeRole.Selected))
            {
                return Name(live.Terminal.Rows[row]);
            }
        }

        return "";
    }
}
