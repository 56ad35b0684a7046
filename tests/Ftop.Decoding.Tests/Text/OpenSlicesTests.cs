using Ftop.Decoding.Text.Json;

namespace Ftop.Decoding.Tests.Text;

/// <summary>How deep slices nest, by what can be within what.</summary>
public sealed class OpenSlicesTests
{
    private readonly OpenSlices _open = new();

    [Fact]
    public void SystemCall_EndsTheOneBefore()
    {
        Assert.Equal(0, _open.Begin(SliceKind.RawSystemCall, 0, 0));
        Assert.Equal(1, _open.Begin(SliceKind.RawSystemCall, 39, 0));
        Assert.True(_open.TryEnd(SliceKind.RawSystemCall, 39, 0, out int before));
        Assert.Equal((0, true), (before, _open.IsEmpty));
    }

    [Fact]
    public void ReturnOfAnotherCall_EndsTheOneThatIsOpen()
    {
        _open.Begin(SliceKind.RawSystemCall, 1, 0);
        Assert.False(_open.TryEnd(SliceKind.RawSystemCall, 39, 0, out int before));
        Assert.Equal((1, true), (before, _open.IsEmpty));
    }

    [Fact]
    public void Sigreturn_ComesBackAsNoCall()
    {
        _open.Begin(SliceKind.RawSystemCall, 15, 0);
        Assert.True(_open.TryEnd(SliceKind.RawSystemCall, ulong.MaxValue, 0, out _));
    }

    // a { b { c } } of which b's end is missing, then d at b's depth.
    [Fact]
    public void Function_EndsThoseThatAreNotAboveIt()
    {
        _open.Begin(SliceKind.Function, 0xa, 0);
        _open.Begin(SliceKind.Function, 0xb, 1);
        _open.Begin(SliceKind.Function, 0xc, 2);
        Assert.True(_open.TryEnd(SliceKind.Function, 0xc, 2, out int before));
        Assert.Equal(0, before);
        Assert.Equal(1, _open.Begin(SliceKind.Function, 0xd, 1));
        Assert.True(_open.TryEnd(SliceKind.Function, 0xa, 0, out before));
        Assert.Equal((1, true), (before, _open.IsEmpty));
    }

    [Fact]
    public void ReturnOfAFunctionThatIsNotOpen_EndsWhatItContradicts()
    {
        _open.Begin(SliceKind.Function, 0xa, 0);
        _open.Begin(SliceKind.Function, 0xb, 1);
        Assert.False(_open.TryEnd(SliceKind.Function, 0xc, 1, out int before));
        Assert.Equal(1, before);
        Assert.True(_open.TryEnd(SliceKind.Function, 0xa, 0, out _));
    }

    [Fact]
    public void Interrupts_NestInSoftirqsAlone()
    {
        Assert.Equal(0, _open.Begin(SliceKind.SoftIrq, 1, 0));
        Assert.Equal(0, _open.Begin(SliceKind.Irq, 24, 0));
        Assert.Equal(1, _open.Begin(SliceKind.Irq, 25, 0)); // 24's end was lost
        Assert.True(_open.TryEnd(SliceKind.Irq, 25, 0, out _));
        Assert.True(_open.TryEnd(SliceKind.SoftIrq, 1, 0, out int before));
        Assert.Equal((0, true), (before, _open.IsEmpty));
        _open.Begin(SliceKind.Irq, 24, 0);
        Assert.Equal(1, _open.Begin(SliceKind.SoftIrq, 3, 0));
    }

    [Fact]
    public void BeginsWithoutEnds_DoNotAccumulate()
    {
        for (int depth = 0; depth < 100_000; depth++)
        {
            _open.Begin(SliceKind.Function, 0xa, depth);
        }

        Assert.InRange(_open.Clear(), 1, 256);
    }
}
