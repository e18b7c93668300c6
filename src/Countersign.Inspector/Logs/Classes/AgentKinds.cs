using System.Text;

namespace Countersign.Inspector.Logs.Classes;

/// <summary>Tells robots, scanners and health checks by the names that they give themselves.</summary>
internal sealed class AgentKinds
{
    private const int Remembered = 1024, MaxLength = 512;

    private static readonly byte[][] HealthChecks = Words(
        "kube-probe", "elb-healthchecker", "googlehc", "uptimerobot", "uptime-kuma", "pingdom", "statuscake", "site24x7", "betteruptime", "better uptime", "blackbox", "prometheus/", "check_http",
        "monitoring-plugins", "nagios", "zabbix", "haproxy", "consul health", "health-check", "healthcheck", "healthchecker", "datadog", "newrelicpinger", "updown.io", "hetrixtools", "freshping", "checkly", "monit/");

    private static readonly byte[][] Scanners = Words(
        "masscan", "zgrab", "nmap", "nikto", "sqlmap", "nuclei", "gobuster", "dirbuster", "ffuf", "wfuzz", "wpscan", "acunetix", "nessus", "openvas", "censys", "shodan", "expanse", "internetmeasurement",
        "leakix", "l9explore", "httpx - ", "fasthttp", "zmeu", "morfeus", "netcraft", "palo alto networks", "odin; https", "genomecrawler", "cms-checker", "project_discovery", "burp");

    private static readonly byte[][] Robots = Words(
        "bot/", "bot)", "bot;", "bot ", "googlebot", "bingbot", "crawler", "spider", "slurp", "facebookexternalhit", "facebookcatalog", "whatsapp", "skypeuripreview", "embedly", "mediapartners",
        "ia_archiver", "archive.org", "duckduckbot", "yandex.com/bots", "applebot", "gptbot", "ccbot", "claudebot", "bytespider", "semrush", "ahrefs", "feedfetcher", "google-inspectiontool", "apis-google",
        "lighthouse", "w3c_validator", "validator.nu", "linkchecker", "lychee/");

    private readonly ulong[] _keys = new ulong[Remembered];
    private readonly AgentKind[] _kinds = new AgentKind[Remembered];

    public AgentKind Of(ReadOnlySpan<byte> agent, ulong key)
    {
        var slot = (int)(key >> 20) & (Remembered - 1);
        if (_keys[slot] == key)
            return _kinds[slot];
        _keys[slot] = key;
        return _kinds[slot] = Look(agent);
    }

    private static AgentKind Look(ReadOnlySpan<byte> agent)
    {
        Span<byte> lower = stackalloc byte[MaxLength];
        if (agent.Length > MaxLength)
            agent = agent[..MaxLength];
        Ascii.ToLower(agent, lower, out var length);
        var text = lower[..length];
        return HasAny(text, HealthChecks) ? AgentKind.HealthCheck : HasAny(text, Scanners) ? AgentKind.Scanner : HasAny(text, Robots) ? AgentKind.Robot : AgentKind.Other;
    }

    private static bool HasAny(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (text.IndexOf(word) >= 0)
                return true;
        }

        return text.EndsWith("bot"u8) && ReferenceEquals(words, Robots);
    }

    private static byte[][] Words(params string[] words) => [.. words.Select(Encoding.ASCII.GetBytes)];
}
