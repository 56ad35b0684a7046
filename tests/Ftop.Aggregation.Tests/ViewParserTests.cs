using Ftop.Aggregation.Measures;
using Ftop.Aggregation.Views;

namespace Ftop.Aggregation.Tests;

public sealed class ViewParserTests
{
    [Fact]
    public void By_CountsAnEventByItsFields()
    {
        Assert.True(ViewParser.TryParseBy(" block:block_rq_issue  dev,rwbs ", "by", out ViewDefinition? view, out _));
        EventRule rule = Assert.Single(view.Measure!.Rules);
        Assert.Equal((RulePart.Count, "block:block_rq_issue"), (rule.Part, rule.Event));
        Assert.Equal(["dev", "rwbs"], rule.Key.Select(key => key.Field));
        Assert.Equal(["block:block_rq_issue"], view.Needs);
        Assert.Equal(["key", "perSec", "perSec10", "perSec60", "total"], view.Columns.Select(column => column.Id));
    }

    [Theory]
    [InlineData("a:b..a:c on x,y by k,l sum s", "x,y", "x,y", "s", false)]
    [InlineData("a:b..a:c on pid=next_pid by k", "pid", "next_pid", null, false)]
    [InlineData("a:b..a:c on cpu by k", "", "", null, true)]
    public void Span_TiesTwoEvents(string text, string begin, string end, string? sum, bool isByCpu)
    {
        Assert.True(ViewParser.TryParseSpan(text, "span", out ViewDefinition? view, out string fault), fault);
        Assert.Equal([RulePart.End, RulePart.Begin], view.Measure!.Rules.Select(rule => rule.Part));
        Assert.Equal((begin, end), (string.Join(',', view.Measure.Rules[1].Match!.Fields), string.Join(',', view.Measure.Rules[0].Match!.Fields)));
        Assert.Equal((sum, isByCpu), (view.Measure.Rules[1].Sum, view.Measure.IsByCpu));
        Assert.Equal(sum is not null, view.Columns.Any(column => column.Id == "sumPerSec"));
    }

    [Fact]
    public void Tasks_AreShownWithTheirNames()
    {
        Assert.True(ViewParser.TryParseSpan("lock:contention_begin..lock:contention_end on task by common_pid", "span", out ViewDefinition? view, out _));
        Assert.True(view.Measure!.Key[0].IsTask);
        Assert.True(view.Measure.Rules[1].Match!.IsByTask);
    }

    [Theory]
    [InlineData("", "column 1: nothing there; expected an event, as in sched:sched_switch")]
    [InlineData("sched_switch pid", "column 1: 'sched_switch'; expected an event")]
    [InlineData("a:b", "column 4: nothing there; expected one field or two")]
    [InlineData("a:b x,y,z", "column 5: 'x,y,z'; expected one field or two")]
    [InlineData("a:b x\u001b[2J", "column 5: ")]
    [InlineData("a:b x y", "column 7: 'y'; expected the end")]
    public void By_ThatIsNone_IsRefusedWithItsPlace(string text, string expected)
    {
        Assert.False(ViewParser.TryParseBy(text, "by", out _, out string fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a:b on x by y", "column 1: 'a:b'; expected two events")]
    [InlineData("a:b..a:c by y", "column 10: 'by'; expected 'on'")]
    [InlineData("a:b..a:c on x,y,z by y", "column 13: 'x,y,z'; expected what ties them")]
    [InlineData("a:b..a:c on x by", "column 17: nothing there; expected one field or two of the begin")]
    [InlineData("a:b..a:c on x by y total z", "column 20: 'total'; expected 'sum'")]
    [InlineData("a:b..a:c on x by y sum z w", "column 26: 'w'; expected the end")]
    public void Span_ThatIsNone_IsRefusedWithItsPlace(string text, string expected)
    {
        Assert.False(ViewParser.TryParseSpan(text, "span", out _, out string fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }
}
