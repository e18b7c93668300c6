using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Countersign.Inspector.Logs;
using Countersign.Inspector.Logs.Classes;

namespace Countersign.Inspector.Tests.Logs;

/// <summary>A log that a test writes line by line.</summary>
internal sealed class LogLab
{
    /// <summary>All that a log can tell.</summary>
    public const string Full = "$remote_addr - $remote_user [$time_local] \"$request\" $status \"$http_user_agent\" \"$auth_scheme\" $upstream_addr";

    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private readonly List<(double At, string Text)> _lines = [];
    private readonly bool _isFull;

    private LogLab(bool isFull) => _isFull = isFull;

    public static string Folder([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../Fixtures/logs"));

    /// <summary>A log with schemes and nodes.</summary>
    public static LogLab Telling() => new(isFull: true);

    /// <summary>A combined log.</summary>
    public static LogLab Combined() => new(isFull: false);

    /// <summary>Adds a line.</summary>
    /// <param name="at">Seconds since noon.</param>
    /// <param name="client">The client's address.</param>
    /// <param name="status">The status.</param>
    /// <param name="path">The target.</param>
    /// <param name="user">The user's name.</param>
    /// <param name="agent">The user agent.</param>
    /// <param name="scheme">The scheme of the credentials, in a log that tells it.</param>
    /// <param name="node">Who answered, in a log that tells it.</param>
    /// <param name="method">The method.</param>
    public LogLab Add(double at, string client, int status, string path = "/orders", string user = "-", string agent = "okhttp/4.12.0", string scheme = "", string node = "-", string method = "GET")
    {
        var time = Noon.AddSeconds(at).ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture);
        _lines.Add((at, _isFull
            ? string.Create(CultureInfo.InvariantCulture, $"{client} - {user} [{time}] \"{method} {path} HTTP/1.1\" {status} \"{agent}\" \"{scheme}\" {node}")
            : string.Create(CultureInfo.InvariantCulture, $"{client} - {user} [{time}] \"{method} {path} HTTP/1.1\" {status} 17 \"-\" \"{agent}\"")));
        return this;
    }

    /// <summary>Adds the same line again and again.</summary>
    public LogLab Every(double seconds, double from, double until, Action<LogLab, double> add)
    {
        for (var at = from; at < until; at += seconds)
            add(this, at);
        return this;
    }

    /// <summary>The lines in the order of their times.</summary>
    public string Text => string.Concat(_lines.OrderBy(line => line.At).Select(line => line.Text + "\n"));

    public LogReport Judge(params DateTimeOffset[] deployments) => Report(Text, _isFull ? Full : null, deployments);

    public static LogReport Report(string text, string? format = null, params DateTimeOffset[] deployments) => Report(Encoding.UTF8.GetBytes(text), format, deployments);

    public static LogReport Report(byte[] octets, string? format = null, params DateTimeOffset[] deployments) => Report(octets, format, new LogClassifier(deployments));

    public static LogReport Report(byte[] octets, string? format, LogClassifier classifier)
    {
        var scan = new LogScan(classifier, format, null, null);
        using var stream = new MemoryStream(octets);
        scan.Read(stream, "access.log");
        classifier.Finish();
        return new LogReport(scan, classifier.Counts, classifier.Memory);
    }

    /// <summary>The classes that came up, such as <c>M2 1, undecided 3</c>.</summary>
    public static string Story(LogReport report) => string.Join(", ", Enum.GetValues<RefusalClass>()
        .Where(kind => report.Counts[kind].Count > 0)
        .Select(kind => $"{(kind.Row().Label is { Length: > 0 } label ? label : kind.Row().Code)} {report.Counts[kind].Count}"));
}
