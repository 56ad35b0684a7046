using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Transfers on the buses of a board, as far as the kernel has their events: I2C and SMBus by adapter and address, SPI by bus and chip select, MMC by host and command, USB by slot
/// or gadget and endpoint, regmap by device, GPIO by line (include/trace/events, drivers/usb/host/xhci-trace.h, drivers/usb/gadget/udc/trace.h, drivers/base/regmap/trace.h).
/// </summary>
internal static class Buses
{
    private static readonly Match Adapter = Match.By("adapter_nr"); // which does one transfer at a time
    private static readonly KeyField[] Chip = [new("adapter", "adapter_nr"), KeyField.Of("addr")];

    private static Measure I2c { get; } = new(
        "i2c",
        Begin("i2c:i2c_read", Adapter, [.. Chip]) with { When = "msg_nr == 0" },
        Begin("i2c:i2c_write", Adapter, [.. Chip]) with { When = "msg_nr == 0" },
        End("i2c:i2c_result", Adapter))
    {
        Word = "i2c",
    };

    private static Measure Smbus { get; } = new(
        "smbus", Begin("smbus:smbus_read", Adapter, [.. Chip]), Begin("smbus:smbus_write", Adapter, [.. Chip]), End("smbus:smbus_result", Adapter))
    { Word = "smbus" };

    private static Measure Spi { get; } = new(
        "spi",
        Begin("spi:spi_transfer_start", Match.By("xfer"), new KeyField("bus", "bus_num"), new KeyField("chip", "chip_select")) with { Sum = "len" },
        End("spi:spi_transfer_stop", Match.By("xfer")))
    {
        Word = "spi",
    };

    private static Measure Mmc { get; } = Ended(
        "mmc", "mrq", "mmc:mmc_request_start", End("mmc:mmc_request_done", Match.By("mrq"), new KeyField("host", "name"), new KeyField("cmd", "cmd_opcode")) with { Sum = "bytes_xfered" });

    private static Measure UsbHost { get; } = Ended(
        "usb", "urb", "xhci-hcd:xhci_urb_enqueue", End("xhci-hcd:xhci_urb_giveback", Match.By("urb"), new KeyField("slot", "slot_id"), new KeyField("ep", "epnum")) with { Sum = "actual" });

    private static Measure UsbGadget { get; } = Ended(
        "gadget", "req", "gadget:usb_ep_queue", End("gadget:usb_gadget_giveback_request", Match.By("req"), new KeyField("ep", "name")) with { Sum = "actual" });

    private static Measure Regmap { get; } = new(
        "regmap",
        Begin("regmap:regmap_hw_read_start", Match.Task, KeyField.Of("name"), KeyField.Is("op", "read")),
        End("regmap:regmap_hw_read_done", Match.Task),
        Begin("regmap:regmap_hw_write_start", Match.Task, KeyField.Of("name"), KeyField.Is("op", "write")),
        End("regmap:regmap_hw_write_done", Match.Task))
    {
        Word = "regmap",
    };

    private static Measure Gpio { get; } = new(
        "gpio",
        Count("gpio:gpio_value", new KeyField("line", "gpio"), KeyField.Is("op", "get")) with { When = "get != 0" },
        Count("gpio:gpio_value", new KeyField("line", "gpio"), KeyField.Is("op", "set")) with { When = "get == 0" })
    {
        Word = "gpio",
    };

    public static ViewDefinition View { get; } = Of([I2c, Smbus, Spi, Mmc, UsbHost, UsbGadget, Regmap, Gpio]);

    private static ViewDefinition Of(Measure[] measures) => new("buses", "Buses", "transfers on I2C, SPI, MMC, USB, regmap, GPIO: how often, how much, how long")
    {
        Also = [.. measures.SelectMany(measure => measure.Rules).Select(rule => rule.Event).Distinct()],
        NeedsConfig = "CONFIG_I2C, CONFIG_SPI, CONFIG_MMC, CONFIG_USB, CONFIG_REGMAP or CONFIG_GPIOLIB",
        Measures = [.. measures],
        Columns = [Key("BUS DEVICE"), PerSec, BytesPerSec, .. OfSpans, PerSec10, PerSec60, Total],
    };

    // What was transferred, and so the row, is known at the end.
    private static Measure Ended(string id, string by, string begin, EventRule end) => new(id, Begin(begin, Match.By(by)), end) { Word = id };
}
