using Ftop.Aggregation.Events;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Views;
using Ftop.Decoding.Formats;

namespace Ftop.Aggregation.Tests;

/// <summary>Every view against the events of real kernels.</summary>
public sealed class ViewCatalogTests
{
    public static TheoryData<string, string> Views =>
        [.. ViewCatalog.Measured.SelectMany(view => (TheoryDataRow<string, string>[])[("guest-x86_64-6.1", view.Id), ("host-x86_64-6.18", view.Id)])];

    // Of all kernels whose events are known here, that of a board among them.
    private static HashSet<string> Known { get; } =
        [.. ((string[])["guest-x86_64-6.1", "host-x86_64-6.18", "board-arm64-6.1"]).SelectMany(TestFormats.Of).Select(format => $"{format.System}:{format.Name}"), "kmem:kmalloc_node", "kmem:kmem_cache_alloc_node"];

    [Theory]
    [MemberData(nameof(Views))]
    public void Rules_FitTheEventsOfRealKernels_AndNeedsAreThoseEvents(string machine, string id)
    {
        ViewDefinition view = ViewCatalog.Find(id)!;
        var source = new FakeSource();
        source.Metadata = source.Metadata with { Formats = new EventFormatTable(TestFormats.Of(machine)) };
        var layouts = new EventLayouts(source.Metadata, MeasureSlots.None(16).Watch(view.Measures));
        Assert.Empty(layouts.RuleFaults);
        HashSet<string> has = [.. source.Metadata.Formats.Formats.Select(format => $"{format.System}:{format.Name}")];
        EventRule[] rules = [.. view.Measures.SelectMany(measure => measure.Rules)];
        Assert.Equal(rules.Count(rule => has.Contains(rule.Event)), layouts.Rules.ToArray().Sum(bound => bound.Length));
        Assert.Equal([], view.Needs.Where(need => need != "raw_syscalls" && !has.Contains(need)));
        Assert.All(view.Also.Where(also => also is not ("irq_vectors" or ProbeSystem.Alias) && !also.StartsWith("ipi:", StringComparison.Ordinal)), also => Assert.Contains(also, Known));
        Assert.Equal([], rules.Where(rule => !view.Needs.Contains(rule.Event) && !view.Also.Contains(rule.Event) && !view.Also.Contains(rule.System)).Select(rule => rule.Event));
        Assert.Equal([], view.Needs.Concat(view.Also).Where(need => need != "raw_syscalls" && !rules.Any(rule => rule.Event == need || rule.System == need)));
        Assert.NotEqual("", view.NeedsConfig);
    }

    [Fact]
    public void Rules_FitTheEventsOfABoard_AsFarAsItHasThem()
    {
        var source = new FakeSource();
        source.Metadata = source.Metadata with { Formats = new EventFormatTable(TestFormats.Of("board-arm64-6.1")) };
        var layouts = new EventLayouts(source.Metadata, MeasureSlots.None(16).Watch(ViewCatalog.Measures));
        Assert.Empty(layouts.RuleFaults);
        Assert.All(ViewCatalog.Find("buses")!.Measures, measure => Assert.All(measure.Rules, rule => Assert.NotNull(source.Metadata.Formats.Find(rule.System, rule.Name))));
    }

    [Fact]
    public void JoinedMeasures_HaveTheSameKeyAndOneNumber() => Assert.All(
        ViewCatalog.Measured.Where(view => view.IsJoined),
        view => Assert.All(view.Measures, measure => Assert.Equal((1, view.Measure!.Key[0].Name, view.Measure.Key[0].IsTask), (measure.Key.Length, measure.Key[0].Name, measure.Key[0].IsTask))));
}
