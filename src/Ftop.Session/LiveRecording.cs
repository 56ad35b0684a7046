using System.Collections.Immutable;
using System.Globalization;
using Ftop.Aggregation.Windows;
using Ftop.Decoding;
using Ftop.Decoding.Files;
using Ftop.Decoding.Formats;
using Ftop.Decoding.Text;
using Ftop.Decoding.Text.Symbols;
using Ftop.Output;
using Ftop.Recording;
using Ftop.TraceDat.Writing;
using Ftop.Tracefs.Recording;
using Ftop.Tui;

namespace Ftop.Session;

/// <summary>Recording out of the running screen: the past that the flight recorder holds, and from now on. One caller at a time.</summary>
public sealed class LiveRecording : IDisposable
{
    private readonly LiveTrace _trace;
    private readonly FlightRecorder _flight;
    private readonly HashSet<string> _systems = [];
    private volatile Running? _running;

    /// <param name="trace">What is recorded.</param>
    /// <param name="next">Takes the sub-buffers after the recorder.</param>
    /// <param name="flightBytes">Size of the past over all CPUs; 0 for none.</param>
    public LiveRecording(LiveTrace trace, ISubBufferSink next, long flightBytes)
    {
        _trace = trace;
        _flight = new FlightRecorder(next, trace.Cpus, flightBytes);
    }

    /// <summary>Takes sub-buffers from the trace.</summary>
    public ISubBufferSink Sink => _flight;

    /// <summary>What goes on, for the status line; null while nothing is recorded.</summary>
    public string? Progress => _running is Running running
        ? string.Create(CultureInfo.InvariantCulture, $"{(running.Streams.Fault is FileException fault ? $"recording stopped ({FileErrno.Words(fault.Errno)}):" : "recording")} {Mib(running.Streams.Bytes)} to {running.Path}")
        : null;

    /// <summary>Whether sub-buffers are recorded from now on.</summary>
    public bool IsRunning => _running is not null;

    /// <summary>Remembers which events were on: the past may hold them when they are off.</summary>
    public void NoteEvents(IEnumerable<string> events)
    {
        lock (_systems)
        {
            _systems.UnionWith(events.Select(name => name.Split(':')[0]));
        }
    }

    /// <summary>Writes the past.</summary>
    /// <returns>Where to and how much, in a line.</returns>
    public string SavePast()
    {
        if (!_flight.IsOn)
        {
            throw new RefusalException(ExitCode.Usage, "the past is not kept (--flight-mb 0); 'r' records from now on");
        }

        _trace.Drain();
        RecordingTexts texts = ReadTexts();
        TraceDatLayout layout = RecordingSession.LayoutOf(texts);
        using OutputFileStream output = RecordingPlace.Make(RecordingPlace.Candidates);
        try
        {
            string span = _flight.SpanText(_trace.Metadata.HeaderPage, Clock);
            LeftOut leftOut = TraceDatWriter.Write(output, layout, Content(texts), [new RecordedBufferPages("", Clock, _flight.Pages(layout.PageSizeBytes))]);
            return $"the past is in {output.FilePath}, {Mib(output.Length)}{span}{(leftOut.Bytes > 0 ? $"; {FileErrno.Words(leftOut.Errno)}, the rest did not fit" : "")}";
        }
        catch (IOException fault)
        {
            OutputFileStream.Remove(output.FilePath);
            throw FileException.Of(output.FilePath, "write", fault, "free some space, or start ftop in another directory");
        }
    }

    /// <summary>Prints what happened while a span was open, as far as it is in memory.</summary>
    public PastText ReadPast(WorstSpan span)
    {
        if (!_flight.IsOn)
        {
            return new PastText([], "what happened meanwhile is not kept (--flight-mb 0)");
        }

        TraceMetadata metadata = _trace.Metadata;
        var reader = new PastReader(InputOf(metadata), FormatOf);
        PastText past = reader.Read(span, _flight.Between(span.Begin, span.End, metadata.HeaderPage));
        return span.SystemCall is string call ? past with { Call = reader.ReadCall(call, span, AroundBegin(span, metadata)) } : past;
    }

    // Of an event that is off the trace knows no format.
    private EventFormat? FormatOf(string systemCallEvent) =>
        EventFormatParser.TryParse(_trace.Array.ReadTopLevel($"events/syscalls/{systemCallEvent}/format"), "syscalls", out EventFormat? format, out _, _trace.Metadata.HeaderPage.LongSizeBytes) ? format : null;

    private TraceTextInput InputOf(TraceMetadata metadata) => new()
    {
        HeaderPage = metadata.HeaderPage,
        Formats = metadata.Formats,
        Symbols = metadata.Symbols.Value,
        PrintkFormats = PrintkFormats.Parse(_trace.Array.ReadTopLevel("printk_formats")),
        Tasks = new TaskTable(_trace.Array.ReadTopLevel("saved_cmdlines"), default),
        TraceClock = metadata.TraceClock,
        Kernel = KernelVersion.Parse(File.Exists("/proc/version") ? File.ReadAllText("/proc/version") : ""),
        CpuCount = _trace.Array.Cpus.Length,
    };

    // By itself: of a long span what happened last is read, and no more than fits on a screen.
    private IEnumerable<byte[]> AroundBegin(WorstSpan span, TraceMetadata metadata)
    {
        ulong from = span.Begin - Math.Min(span.Begin, PastReader.MostApartNs);
        return _flight.Between(from, span.Begin + PastReader.MostApartNs, metadata.HeaderPage).Where(cpu => cpu.Cpu == span.BeginCpu).SelectMany(static cpu => cpu.SubBuffers);
    }

    /// <summary>Begins to record.</summary>
    /// <returns>Where to, in a line.</returns>
    public string Begin()
    {
        RecordingTexts texts = ReadTexts();
        OutputFileStream output = RecordingPlace.Make(RecordingPlace.Candidates);
        string path = output.FilePath;
        var files = RecordingFiles.Begin(output, RecordingSession.LayoutOf(texts), Content(texts), [("", Clock)]);
        try
        {
            var streams = new RawStreams(path, _trace.Cpus);
            _running = new Running(path, files, texts, streams);
            _flight.Streams = streams;
            return $"recording to {path}; 'r' ends it";
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    /// <summary>Ends recording and joins the file.</summary>
    /// <returns>Where it is and how large, in a line.</returns>
    public string End()
    {
        Running running = _running ?? throw new InvalidOperationException("nothing is recorded");
        _trace.Drain();
        _flight.Streams = null;
        _trace.Drain(); // whoever still had the streams has written
        _running = null;
        using RecordingFiles files = running.Files;
        string span = running.Streams.SpanText(_trace.Metadata.HeaderPage, Clock);
        running.Streams.Dispose();
        RecordingTexts texts = RecordingTexts.ReadAgain(running.Texts, Systems(), _trace.Array);
        LeftOut leftOut = files.Join(RecordingSession.LayoutOf(texts), Content(texts), [("", Clock)]);
        int errno = running.Streams.Fault?.Errno ?? leftOut.Errno;
        return $"recorded {running.Path}, {Mib(running.Streams.Bytes - leftOut.Bytes)}{span}{(errno != 0 ? $"; it ends early: {FileErrno.Words(errno)}" : "")}";
    }

    /// <summary>Frees the memory. A recording that runs is ended before, while the trace is there.</summary>
    public void Dispose() => _flight.Dispose();

    private string Clock => _trace.Array.Clock.Current;

    private static string Mib(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F1} MiB");

    private static TraceDatContent Content(RecordingTexts texts) => RecordedContent.Of(texts, [], []);

    private RecordingTexts ReadTexts() => RecordingTexts.Read(Systems(), _trace.Array);

    private ImmutableArray<string> Systems()
    {
        lock (_systems)
        {
            return [.. _systems];
        }
    }

    private sealed record Running(string Path, RecordingFiles Files, RecordingTexts Texts, RawStreams Streams);
}
