namespace Ftop.Aggregation.Views;

/// <summary>The options of the kernel that bring the events of a system: Kconfig of the drivers that include <c>trace/events/SYSTEM.h</c>.</summary>
public static class KernelOptions
{
    private const string Any = "CONFIG_TRACEPOINTS";

    private static readonly Dictionary<string, string> BySystem = new(StringComparer.Ordinal)
    {
        ["block"] = "CONFIG_BLOCK",
        ["clk"] = "CONFIG_COMMON_CLK",
        ["dma_fence"] = "CONFIG_DMA_SHARED_BUFFER",
        ["dwc3"] = "CONFIG_USB_DWC3",
        ["gadget"] = "CONFIG_USB_GADGET",
        ["gpio"] = "CONFIG_GPIOLIB",
        ["hwmon"] = "CONFIG_HWMON",
        ["i2c"] = "CONFIG_I2C",
        ["iio"] = "CONFIG_IIO",
        ["mdio"] = "CONFIG_MDIO_BUS",
        ["mmc"] = "CONFIG_MMC",
        ["napi"] = "CONFIG_NET",
        ["net"] = "CONFIG_NET",
        ["pwm"] = "CONFIG_PWM",
        ["raw_syscalls"] = "CONFIG_FTRACE_SYSCALLS",
        ["regmap"] = "CONFIG_REGMAP",
        ["regulator"] = "CONFIG_REGULATOR",
        ["rpm"] = "CONFIG_PM",
        ["rtc"] = "CONFIG_RTC_CLASS",
        ["scsi"] = "CONFIG_SCSI",
        ["smbus"] = "CONFIG_I2C",
        ["spi"] = "CONFIG_SPI",
        ["spmi"] = "CONFIG_SPMI",
        ["syscalls"] = "CONFIG_FTRACE_SYSCALLS",
        ["thermal"] = "CONFIG_THERMAL",
        ["ufs"] = "CONFIG_SCSI_UFSHCD",
        ["usbcore"] = "CONFIG_USB",
        ["xhci-hcd"] = "CONFIG_USB_XHCI_HCD",
    };

    /// <summary>Those of these events, each once; <c>CONFIG_TRACEPOINTS</c> where nothing more is known.</summary>
    /// <param name="needs">Globs of events.</param>
    public static string Of(IEnumerable<string> needs) =>
        string.Join(", ", needs.Select(need => BySystem.GetValueOrDefault(need.Split(':')[0], Any)).Distinct().Order(StringComparer.Ordinal));
}
