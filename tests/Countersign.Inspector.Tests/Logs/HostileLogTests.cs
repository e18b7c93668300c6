using System.IO.Compression;
using System.Text;
using Countersign.Inspector.Logs;
using Countersign.Inspector.Logs.Classes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Countersign.Inspector.Tests.Logs;

/// <summary>Whatever a file holds: nothing throws, and the counts add up.</summary>
public sealed class HostileLogTests
{
    private static readonly byte[][] Files = [.. Directory.GetFiles(LogLab.Folder(), "*.log").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    [Fact]
    public void Any_octets_are_counted_and_nothing_throws() =>
        Prop.ForAll<byte[]>(octets => AddsUp(octets ?? [], null)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void So_are_logs_in_which_octets_were_changed()
    {
        var changed =
            from file in Gen.Elements(Files)
            from changes in Gen.ListOf(Gen.Choose(0, (file.Length * 256) - 1))
            from cut in Gen.Choose(0, file.Length)
            select Changed(file, changes, cut);
        foreach (var format in new[] { null, "combined", "json", "haproxy", "envoy", "%h %l %u %t \"%r\" %>s", LogLab.Full })
            Prop.ForAll(changed.ToArbitrary(), octets => AddsUp(octets, format)).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Theory]
    [InlineData("", "a line has no end")]
    [InlineData("\n", "nothing in its first 256 MiB")]
    [InlineData("\n1.2.3.4 - - [22/Nov/2026:12:00:00 +0000] \"GET / HTTP/1.1\" 401 0 \"-\" \"curl\"\n", "a line has no end")]
    public void What_has_no_end_is_read_so_far_and_told(string beginning, string told)
    {
        var scan = new LogScan(new([]), null, null, null);

        scan.Read(new EndlessStream(beginning, told[0] == 'n' ? "no line of a log, and so on\n" : "\0"), "endless");

        Assert.Contains(told, Assert.Single(scan.Problems), StringComparison.Ordinal);
        Assert.Equal(beginning.Length > 1 ? 1 : 0, scan.Lines - scan.Unread);
    }

    [Fact]
    public void A_line_of_a_megabyte_is_no_line_and_those_around_it_are_read()
    {
        var good = File.ReadAllText(Path.Combine(LogLab.Folder(), "nginx-combined.log"));
        foreach (var length in new[] { 64 * 1024, (64 * 1024) + 1, 256 * 1024, 1024 * 1024, (1024 * 1024) + 17 })
        {
            var report = LogLab.Report($"{good}{new string('a', length)}\n{good}{new string('a', length)}");

            Assert.Equal((18, 2), (report.Scan.Lines, report.Scan.Unread));
            Assert.Equal(9, report.Scan.FirstUnread!.Line);
            Assert.Equal(16, report.Counts.Lines);
        }
    }

    [Fact]
    public void Reads_lines_that_end_as_on_other_systems_or_not_at_all()
    {
        var good = File.ReadAllText(Path.Combine(LogLab.Folder(), "apache-combined.log")).TrimEnd('\n');
        var report = LogLab.Report($"{good.Replace("\n", "\r\n", StringComparison.Ordinal)}\r\n\r\n\n{good}");

        Assert.Equal((12, 0), (report.Scan.Lines, report.Scan.Unread));
    }

    [Fact]
    public void Reads_what_gzip_made_small_in_one_piece_or_several()
    {
        var good = File.ReadAllBytes(Path.Combine(LogLab.Folder(), "nginx-combined.log"));
        var report = LogLab.Report([.. Compressed(good), .. Compressed(good)]);

        Assert.Equal((16, 0), (report.Scan.Lines, report.Scan.Unread));
        Assert.Empty(report.Scan.Problems);
    }

    [Fact]
    public void Says_where_a_broken_archive_ends_and_judges_what_came_before()
    {
        var lines = string.Concat(Enumerable.Range(0, 5000).Select(number => $"198.51.100.7 - - [22/Nov/2026:12:00:00 +0000] \"GET /{number * 7919 % 5000} HTTP/1.1\" 401 17 \"-\" \"kube-probe/1.{number % 31}\"\n"));
        var octets = Compressed(Encoding.ASCII.GetBytes(lines));
        octets.AsSpan(octets.Length / 2, 64).Fill(0xff);
        var report = LogLab.Report(octets);

        Assert.StartsWith("access.log: can't be read behind line ", Assert.Single(report.Scan.Problems), StringComparison.Ordinal);
        Assert.True(report.Refused > 0);
    }

    [Fact]
    public void Memory_does_not_grow_with_what_strangers_choose()
    {
        var text = new StringBuilder();
        for (var number = 0; number < 150_000; number++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"10.{number >> 16}.{(number >> 8) & 255}.{number & 255} - name{number} [22/Nov/2026:12:00:00 +0000] \"GET /area{(char)('a' + (number % 26))}x{(char)('a' + (number / 26 % 26))}/{number} HTTP/1.1\" 401 17 \"-\" \"agent{number}\"\n");
        var octets = Encoding.ASCII.GetBytes(text.ToString());
        text.Clear();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var report = LogLab.Report(octets);
        var taken = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(150_000, report.Refused);
        Assert.True(taken < 64 << 20, $"{taken >> 20} MiB");
    }

    [Fact]
    public void A_line_from_the_future_does_not_end_the_day()
    {
        var log = LogLab.Combined();
        for (var at = 0; at < 600; at++)
            log.Add(at, "198.51.100.7", 401).Add(at + 0.5, "198.51.100.7", 200, user: "anna");
        var lines = log.Text.Replace("[22/Nov/2026:12:04:00 +0000] \"GET /orders HTTP/1.1\" 200", "[22/Nov/2126:12:04:00 +0000] \"GET /orders HTTP/1.1\" 200", StringComparison.Ordinal);

        Assert.Contains("2126", lines, StringComparison.Ordinal);
        Assert.Equal("M2 600", LogLab.Story(LogLab.Report(lines)));
    }

    [Fact]
    public void Shows_no_query_of_a_line_that_does_not_read()
    {
        var report = LogLab.Report("GET /a?access_token=s3cr3tvalue\n", "combined");

        Assert.DoesNotContain("s3cr3t", report.Scan.FirstUnread!.Text, StringComparison.Ordinal);
    }

    private static void AddsUp(byte[] octets, string? format)
    {
        var report = LogLab.Report(octets, format, new LogClassifier(waiting: 8));

        Assert.Equal(report.Scan.Lines, report.Scan.Unread + report.Counts.Lines);
        Assert.Equal(report.Refused, Enum.GetValues<RefusalClass>().Sum(kind => report.Counts[kind].Count));
        Assert.InRange(report.Counting, 0, report.CountingAtMost);
        Assert.NotEmpty(report.Verdict);
    }

    private static byte[] Changed(byte[] file, IEnumerable<int> changes, int cut)
    {
        var octets = file.ToArray();
        foreach (var change in changes)
            octets[change / 256] = (byte)change;
        return octets[..cut];
    }

    private static byte[] Compressed(byte[] octets)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(octets);
        return target.ToArray();
    }
}
