using System.Text;
using Countersign.Decisions;
using Countersign.Inspector.Logs.Reading;
using Xunit;

namespace Countersign.Inspector.Tests.Logs;

/// <summary>Lines of tests/Fixtures/logs as the real servers wrote them.</summary>
public sealed class LogFormatTests
{
    [Theory]
    [InlineData("nginx-combined.log", "combined", null)]
    [InlineData("nginx-json.log", "json", null)]
    [InlineData("nginx-scheme.log", "given", "$remote_addr - $remote_user [$time_local] \"$request\" $status $body_bytes_sent \"$http_user_agent\" \"$auth_scheme\" $upstream_addr $request_time")]
    [InlineData("apache-combined.log", "combined", null)]
    [InlineData("apache-combined.log", "given", "%h %l %u %t \\\"%r\\\" %>s %b \\\"%{Referer}i\\\" \\\"%{User-Agent}i\\\"")]
    [InlineData("apache-common.log", "common", null)]
    [InlineData("apache-vhost-combined.log", "vhost_combined", null)]
    [InlineData("apache-own.log", "given", "%a %u %{sec}t \"%m %U%q %H\" %>s %D %{AUTH_SCHEME}e")]
    [InlineData("caddy.log", "json", null)]
    [InlineData("haproxy.log", "haproxy", null)]
    [InlineData("envoy.log", "envoy", null)]
    [InlineData("json-envoy.log", "json", null)]
    [InlineData("traefik.log", "traefik", null)]
    [InlineData("traefik-json.log", "json", null)]
    public void Reads_every_line_of_a_server(string file, string format, string? given)
    {
        var octets = File.ReadAllBytes(Path.Combine(LogLab.Folder(), file));
        var report = LogLab.Report(octets, given);

        Assert.Equal(format, report.Scan.Formats[0].Format);
        Assert.Null(report.Scan.FirstUnread);
        Assert.True(report.Refused > 0);
        Assert.Equal(octets.Count(octet => octet == '\n'), report.Scan.Lines);
        Assert.Equal(2026, DateTimeOffset.FromUnixTimeSeconds(report.Counts.FirstTime).Year);
    }

    [Theory]
    [InlineData("nginx-combined.log", 1, "127.0.0.1", "anna", "GET", "/index.html", "curl/7.88.1", "", "Unsaid", 200)]
    [InlineData("nginx-combined.log", 2, "127.0.0.1", "jo [x \\x22b", "GET", "/x", "a \\x22quoted\\x5C agent", "", "Unsaid", 401)]
    [InlineData("nginx-json.log", 0, "127.0.0.1", "", "GET", "/index.html?token=a", "curl/7.88.1", "", "Unsaid", 401)]
    [InlineData("apache-combined.log", 2, "127.0.0.1", "jo [x \\\"b", "GET", "/x", "a \\\"quoted\\\\ agent", "", "Unsaid", 401)]
    [InlineData("apache-vhost-combined.log", 1, "127.0.0.1", "anna", "GET", "/index.html", "curl/7.88.1", "", "Unsaid", 200)]
    [InlineData("apache-common.log", 1, "127.0.0.1", "anna", "GET", "/index.html", "", "", "Unsaid", 200)]
    [InlineData("caddy.log", 0, "127.0.0.1", "", "GET", "/index.html?token=a", "curl/7.88.1", "", "None", 401)]
    [InlineData("caddy.log", 1, "127.0.0.1", "anna", "GET", "/index.html", "curl/7.88.1", "", "Presented", 200)]
    [InlineData("caddy.log", 4, "127.0.0.1", "", "GET", "/x", "curl/7.88.1", "", "Presented", 401)]
    [InlineData("haproxy.log", 0, "127.0.0.1", "", "GET", "/index.html?token=a", "", "nodes/n1", "Unsaid", 401)]
    [InlineData("envoy.log", 1, "198.51.100.7", "", "GET", "/index.html", "curl/8.14.1", "tcp://10.0.2.1:80", "Unsaid", 200)]
    [InlineData("envoy.log", 2, "", "", "POST", "/x", "", "", "Unsaid", 503)]
    [InlineData("json-envoy.log", 0, "198.51.100.7", "", "GET", "/index.html?token=a", "curl/8.14.1", "10.0.2.1:80", "Unsaid", 401)]
    [InlineData("json-envoy.log", 1, "10.0.0.2", "", "GET", "/index.html", "curl/8.14.1", "10.0.2.1:80", "Unsaid", 200)]
    [InlineData("traefik.log", 1, "198.51.100.7", "anna", "GET", "/index.html", "curl/8.14.1", "http://172.18.0.3:80", "Unsaid", 200)]
    [InlineData("traefik-json.log", 1, "198.51.100.7", "anna", "GET", "/index.html", "curl/8.14.1", "http://172.18.0.3:80", "Presented", 200)]
    public void Takes_from_a_line_what_it_says(string file, int number, string client, string user, string method, string target, string agent, string node, string sign, int status)
    {
        var octets = File.ReadAllBytes(Path.Combine(LogLab.Folder(), file));
        var line = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(octets).Split('\n')[number]);

        Assert.True(LogFormats.Recognise(octets)!.TryRead(line, out var read, out _));
        Assert.Equal([client, user, method, target, agent, node], new[] { Text(read.Client), Text(read.User), Text(read.Method), Text(read.Target), Text(read.Agent), Text(read.Node) });
        Assert.Equal((sign, status), (read.Sign.ToString(), read.Status));
    }

    [Fact]
    public void Takes_the_scheme_and_never_the_credentials()
    {
        var reader = LogFormats.Named("$remote_addr [$time_local] $status \"$http_authorization\"", out _)!;

        Assert.True(reader.TryRead("198.51.100.7 [22/Nov/2026:12:00:00 +0000] 401 \"Bearer eyJhbGciOi\""u8, out var read, out _));
        Assert.Equal("Bearer", Text(read.Scheme));
        Assert.Equal(CredentialSign.Presented, read.Sign);
    }

    [Fact]
    public void Knows_the_exact_reason_in_the_log_of_the_gateway()
    {
        var report = LogLab.Report(File.ReadAllBytes(Path.Combine(LogLab.Folder(), "countersign.log")));

        Assert.Equal("countersign", report.Scan.Formats[0].Format);
        Assert.Equal((1, 1), (report.Scan.FirstUnread!.Line, report.Scan.FirstUnread.Column));
        Assert.Equal("anonymous 1, M3 1", string.Join(", ", LogLab.Story(report).Split(", ").Order()));
    }

    [Fact]
    public void Reads_every_reason_that_there_is()
    {
        foreach (var refusal in RefusalCatalogue.All)
        {
            var line = $$"""{"time":"2026-11-23T03:19:31.640Z","event":"refused","reason":"{{refusal.Row().Slug}}","status":401,"client":"198.51.100.7","path":"/orders"}""";

            Assert.True(new JsonLineReader().TryRead(Encoding.UTF8.GetBytes(line), out var read, out _));
            Assert.Equal(refusal, read.Reason);
        }
    }

    [Theory]
    [InlineData("10/Oct/2000:13:55:36 -0700", "2000-10-10T20:55:36Z")]
    [InlineData("06/Feb/2009:12:14:14.655", "2009-02-06T12:14:14Z")]
    [InlineData("2016-04-15T20:17:00.310Z", "2016-04-15T20:17:00Z")]
    [InlineData("2026-11-23T03:18:52+00:00", "2026-11-23T03:18:52Z")]
    [InlineData("2026-11-23T05:48:52+0530", "2026-11-23T00:18:52Z")]
    [InlineData("2026-11-23 03:18:52,123", "2026-11-23T03:18:52Z")]
    [InlineData("1795403929.812", "2026-11-23T03:18:49Z")]
    [InlineData("1795403929812", "2026-11-23T03:18:49Z")]
    [InlineData("29/Feb/2024:00:00:60 +0000", "2024-02-29T00:01:00Z")]
    public void Reads_the_times_that_servers_write(string text, string expected)
    {
        var clock = new LogClock();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.True(clock.TryRead(Encoding.ASCII.GetBytes(text), out var seconds));
            Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeSeconds(seconds));
        }
    }

    [Theory]
    [InlineData("31/Feb/2024:00:00:00 +0000")]
    [InlineData("10/Okt/2000:13:55:36 -0700")]
    [InlineData("10/Oct/2000:25:55:36 -0700")]
    [InlineData("10/Oct/2000:13:55:36 0700x")]
    [InlineData("2016-13-15T20:17:00Z")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("-5")]
    public void Refuses_what_is_no_time(string text) => Assert.False(new LogClock().TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Theory]
    [InlineData("$remote_addr$remote_user [$time_local] $status", "Nothing stands between $remote_addr and $remote_user: where one ends and the other begins can't be seen.")]
    [InlineData("$remote_addr [$time_local]", "The format has no status: $status, %>s or %RESPONSE_CODE%.")]
    [InlineData("%h %>s", "The format has no time that can be read: $time_local, $time_iso8601, $msec, %t or %START_TIME%.")]
    [InlineData("combinde", "The format has no fields: write those of nginx ($status), Apache (%>s) or Envoy (%RESPONSE_CODE%), or the name of a known one.")]
    [InlineData("%h %t %", "Column 7 of the format does not read: %")]
    [InlineData("$status ${time_local $", "Column 9 of the format does not read: ${time_local $")]
    public void Says_what_is_wrong_with_a_format(string format, string problem)
    {
        Assert.Null(LogFormats.Named(format, out var said));
        Assert.Equal(problem, said);
    }

    [Fact]
    public void Does_not_take_a_line_for_one_of_its_own_that_a_user_name_imitates()
    {
        // nginx writes quotes in names as \x22: only the true ones end a field.
        var line = @"198.51.100.7 - x [22/Nov/2026:11:00:00 +0000] \x22GET / HTTP/1.1\x22 200 1 [22/Nov/2026:12:00:00 +0000] ""GET /orders HTTP/1.1"" 401 17 ""-"" ""curl""";

        Assert.True(LogFormats.Named("combined", out _)!.TryRead(Encoding.UTF8.GetBytes(line), out var read, out _));
        Assert.Equal((401, "/orders"), (read.Status, Text(read.Target)));
    }

    private static string Text(ReadOnlySpan<byte> octets) => Encoding.UTF8.GetString(octets);
}
