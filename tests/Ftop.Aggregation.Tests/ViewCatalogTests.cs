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

    [Theory]
    [MemberData(nameof(Views))]
    public void Rules_FitTheEventsOfRealKernels_AndNeedsAreThoseEvents(string machine, string id)
    {
        ViewDefinition view = ViewCatalog.Find(id)!;
        var source = new FakeSource();
        source.Metadata = source.Metadata with { Formats = new EventFormatTable(TestFormats.Of(machine)) };
        var layouts = new EventLayouts(source.Metadata, MeasureSlots.None(16).Watch([view.Measure!]));
        Assert.Empty(layouts.RuleFaults);
        Assert.Equal(view.Measure!.Rules.Length, layouts.Rules.ToArray().Sum(rules => rules.Length));
        Assert.Equal(view.Measure.Rules.Select(rule => rule.Event).Distinct().Order(), view.Needs.Order());
        Assert.NotEqual("", view.NeedsConfig);
    }
}
