using System.Globalization;
using Countersign.Inspector.Logs.Classes;
using Countersign.Inspector.Logs.Reading;

namespace Countersign.Inspector.Logs;

/// <summary>What a log comes to.</summary>
/// <param name="scan">How its lines were read.</param>
/// <param name="counts">What was counted.</param>
/// <param name="memory">What is known of names.</param>
internal sealed class LogReport(LogScan scan, LogCounts counts, LogMemory memory)
{
    public LogScan Scan => scan;

    public LogCounts Counts => counts;

    /// <summary>401 and 407.</summary>
    public long Refused => counts.Of(401) + counts.Of(407);

    /// <summary>Refusals for which the service is to blame.</summary>
    public long Counting => RefusalClasses.Decided.Where(each => each.Row().Counts).Sum(each => counts[each].Count);

    /// <summary>Those, and all of which the log does not tell who is to blame.</summary>
    public long CountingAtMost => Counting + counts[RefusalClass.Undecided].Count;

    /// <summary>The share of all requests in percent; null where the log has refusals alone.</summary>
    public double? PercentOfRequests(long count) => counts.Lines == 0 || !scan.Has.HasFlag(LogFields.Admitted) ? null : count * 100.0 / counts.Lines;

    public Spike? Spike { get; } = Spike.Of(counts);

    /// <summary>A value as it may be shown: of a name that never got in its beginning.</summary>
    public string Shown(SpikeCarrier carrier) => Shown(carrier.Dimension, carrier.Value);

    /// <summary>The most frequent values of what tells most about a class.</summary>
    public IEnumerable<(string Value, long Count)> Telling(RefusalClass kind) =>
        counts[kind].Telling.MostFrequent().Take(3).Select(each => (Shown(kind.Row().Telling, each.Text), each.Count));

    /// <summary>In one sentence what matters most.</summary>
    public string Verdict
    {
        get
        {
            if (counts.Lines == 0)
                return scan.Lines == 0 ? "There is no line." : scan.LeftOut > 0 ? "There is no line in that time." : "No line reads as one of an access log.";
            if (Refused == 0)
                return "Nobody was refused with 401 or 407.";
            if (Counting == 0 && counts[RefusalClass.Undecided].Count == 0)
                return $"None of {Number(Refused, "refusal")} counts against the service.";
            if (Counting == 0)
                return $"Nothing shows that the service is to blame for any of {Number(Refused, "refusal")}; of {counts[RefusalClass.Undecided].Count.ToString("N0", CultureInfo.InvariantCulture)} the log does not tell.";
            var worst = RefusalClasses.Decided.Where(each => each.Row().Counts).MaxBy(each => counts[each].Count);
            return $"{Number(Counting, "refusal")} of {Refused.ToString("N0", CultureInfo.InvariantCulture)} probably {(Counting == 1 ? "counts" : "count")} against the service: {worst.Row().Title}.";
        }
    }

    /// <summary>What the log does not tell, and what would.</summary>
    public IEnumerable<string> Unsaid
    {
        get
        {
            var has = scan.Has;
            if (!has.HasFlag(LogFields.Credentials))
            {
                yield return has.HasFlag(LogFields.User)
                    ? "Whether credentials came: only the user's name (Basic, Digest) hints at it; tokens and cookies leave no sign. nginx's map and Apache's SetEnvIf can write down the scheme alone."
                    : "Whether credentials came. nginx's map and Apache's SetEnvIf can write down the scheme alone.";
            }

            if (!has.HasFlag(LogFields.Admitted))
                yield return "Requests that were let in: first legs and renewals are told by the reasons alone, and shares of all requests are not known.";
            if (!has.HasFlag(LogFields.Client))
                yield return "The client's address: what follows a refusal can't be joined to it.";
            if (!has.HasFlag(LogFields.Node) && has.HasFlag(LogFields.Admitted))
                yield return "Which server behind a proxy answered: whether one node alone refuses (M8) can't be seen.";
            if (!has.HasFlag(LogFields.Target))
                yield return "Paths: areas can't be told apart.";
            if (IsOneAddress())
                yield return "The clients' own addresses, it seems: nearly all comes from one, which may be a proxy's. Have it passed on (realip, mod_remoteip), or all look like one client.";
        }
    }

    public static string Number(long count, string what) => $"{count.ToString("N0", CultureInfo.InvariantCulture)} {what}{(count == 1 ? "" : "s")}";

    private bool IsOneAddress()
    {
        const int Enough = 50;
        long most = 0, all = 0;
        foreach (var slice in counts.Timeline.Slices)
        {
            if (slice?.Top is null)
                continue;
            all += slice.Refused;
            most += slice.Of(LogDimension.Address).MostFrequent().Select(each => each.Count).FirstOrDefault();
        }

        return all >= Enough && most >= all * 0.98 && memory.NameCount >= 3;
    }

    private string Shown(LogDimension dimension, string value) =>
        dimension == LogDimension.Name && !memory.IsKnown(value) ? LogText.Masked(value) : value;
}
