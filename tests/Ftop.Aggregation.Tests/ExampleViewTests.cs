using System.Collections.Immutable;
using Ftop.Aggregation.Events;
using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Tests.Fakes;
using Ftop.Aggregation.Views;
using Ftop.Aggregation.Views.Files;
using Ftop.Decoding.Formats;
using Ftop.Decoding.Tests.Data;

namespace Ftop.Aggregation.Tests;

/// <summary>The views in <c>docs/views</c> against the events of real kernels.</summary>
public sealed class ExampleViewTests
{
    private const string Walleye = "android_walleye_OPM5.171019.017.A1_4.4.88.tar.gz";

    private static readonly string[] Kernels = ["guest-x86_64-6.1", "host-x86_64-6.18", "board-arm64-6.1", Walleye];
    private static readonly Dictionary<string, EventFormat[]> FormatsOf = [];

    public static TheoryData<string> Files => [.. Directory.GetFiles(Directory_, "*.json").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string, string> FilesAndKernels => [.. Files.SelectMany(file => Kernels.Select(kernel => new TheoryDataRow<string, string>(file.Data, kernel)))];

    private static string Directory_ => Path.Combine(TestData.RepositoryRoot, "docs", "views");

    [Fact]
    public void Directory_HasTheBusesOfABoard() => Assert.Equal(
        ["gpio.json", "i2c.json", "mmc.json", "regulator.json", "spi.json", "thermal.json", "usb.json"], Files.Select(file => file.Data));

    [Theory]
    [MemberData(nameof(Files))]
    public void View_NeedsTheEventsOfItsRules_AndKnowsTheOptionThatBringsThem(string file) => Assert.All(Read(file), view =>
    {
        Assert.Equal(view.Measure!.Rules.Select(rule => rule.Event).Distinct().Count(), view.Measure.Rules.Select(rule => rule.Event).Where(name => view.Needs.Any(need => IsOf(name, need))).Distinct().Count());
        Assert.All(view.Needs, need => Assert.Contains(view.Measure.Rules, rule => IsOf(rule.Event, need)));
        Assert.NotEqual("CONFIG_TRACEPOINTS", view.NeedsConfig);
        Assert.NotEqual(view.What, view.Title);
    });

    [Theory]
    [MemberData(nameof(FilesAndKernels))]
    public void Rules_FitTheEventsThatAKernelHas(string file, string kernel)
    {
        EventFormat[] formats = Formats(kernel);
        var source = new FakeSource();
        source.Metadata = source.Metadata with { Formats = new EventFormatTable(formats) };
        ImmutableArray<ViewDefinition> views = Read(file);
        var layouts = new EventLayouts(source.Metadata, MeasureSlots.None(16).Watch(views.Select(view => view.Measure!)));
        Assert.Empty(layouts.RuleFaults);
        Assert.Equal(
            views.Sum(view => view.Measure!.Rules.Count(rule => formats.Any(format => rule.System == format.System && rule.Name == format.Name))),
            layouts.Rules.ToArray().Sum(rules => rules.Length));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void View_IsMeasuredWhole_ByOneOfTheKernels(string file) => Assert.All(Read(file), view =>
    {
        bool Has(string kernel) => view.Measure!.Rules.All(rule => Formats(kernel).Any(format => rule.System == format.System && rule.Name == format.Name));
        Assert.Contains(Kernels, Has);
    });

    private static bool IsOf(string name, string need) => need.EndsWith('*') ? name.StartsWith(need[..^1], StringComparison.Ordinal) : name == need;

    private static ImmutableArray<ViewDefinition> Read(string file)
    {
        Assert.True(ViewFileReader.TryParse(File.ReadAllBytes(Path.Combine(Directory_, file)), ViewCatalog.All, out ImmutableArray<ViewDefinition> views, out string fault), fault);
        return views;
    }

    private static EventFormat[] Formats(string kernel)
    {
        lock (FormatsOf)
        {
            if (!FormatsOf.TryGetValue(kernel, out EventFormat[]? formats))
            {
                string path = kernel == Walleye ? Path.Combine(TestData.SharedRoot, "perfetto", "formats", Walleye) : Path.Combine(TestData.Root, kernel, "formats.tar.gz");
                formats = kernel == Walleye && !File.Exists(path) ? [] : [.. TestFormats.In(path)];
                FormatsOf.Add(kernel, formats);
            }

            ThirdParty.Needs(formats.Length > 0, kernel);
            return formats;
        }
    }
}
