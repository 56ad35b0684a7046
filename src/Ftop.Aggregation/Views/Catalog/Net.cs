using Ftop.Aggregation.Measures;
using static Ftop.Aggregation.Measures.EventRule;
using static Ftop.Aggregation.Views.ColumnDefinition;

namespace Ftop.Aggregation.Views.Catalog;

/// <summary>
/// Packets by network device and direction (include/trace/events/net.h), and how often it is polled (napi.h). Received ones are counted after GRO, without their link-layer
/// header; sent ones as the driver took them.
/// </summary>
internal static class Net
{
    private const string Received = "net:netif_receive_skb";
    private const string Sent = "net:net_dev_xmit";

    public static ViewDefinition View { get; } = new("net", "Network devices", "packets by device and direction: how often, how much; polls")
    {
        Needs = [Received, Sent, "napi:napi_poll"],
        NeedsConfig = "CONFIG_NET",
        Measures =
        [
            new Measure(
                "net",
                Count(Received, new KeyField("dev", "name"), KeyField.Is("dir", "rx")) with { Sum = "len" },
                Count(Sent, new KeyField("dev", "name"), KeyField.Is("dir", "tx")) with { Sum = "len", When = "rc == 0" })
            {
                By = ["len"],
            },
            new Measure("napi", Count("napi:napi_poll", new KeyField("dev", "dev_name"))) { Word = "napi", By = ["work"] },
        ],
        Columns = [Key("DEVICE DIR"), PerSec, BytesPerSec, PerSec10, PerSec60, Total],
    };
}
