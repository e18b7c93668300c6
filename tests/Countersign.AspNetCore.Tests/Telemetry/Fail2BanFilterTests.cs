using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Xunit;

namespace Countersign.AspNetCore.Tests.Telemetry;

/// <summary>The shipped filter, as the real fail2ban reads it, over lines that the real log writes.</summary>
public sealed class Fail2BanFilterTests
{
    private const string Program = "fail2ban-regex";

    public static TheoryData<string> Refusals => [.. RefusalCatalogue.All.Select(refusal => refusal.Row().Slug)];

    // One start of the program for the whole catalogue; it takes a second.
    private static readonly Lazy<Dictionary<string, string>> Matched = new(() => Match(
        [.. RefusalCatalogue.All.Select((refusal, i) => Entries.Wrong(refusal.Row().Slug) with { Refusal = refusal, ClientAddress = AddressOf(i) })]));

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Counts_guesses_and_nothing_else(string slug)
    {
        SkipWithoutProgram();
        var refusal = RefusalCatalogue.Find(slug)!.Value;

        Assert.Equal(refusal.Row().CountsAsGuess, Matched.Value.ContainsKey(slug));
        if (refusal.Row().CountsAsGuess)
            Assert.Equal(AddressOf(RefusalCatalogue.All.IndexOf(refusal)), Matched.Value[slug]);
    }

    [Theory]
    [InlineData("2001:db8::7")]
    [InlineData("::1")]
    [InlineData("::ffff:192.0.2.9")]
    public void Takes_the_address_of_the_client(string address)
    {
        SkipWithoutProgram();

        var found = Assert.Single(Match([Entries.Wrong("r") with { ClientAddress = address }])).Value;
        Assert.Equal(address.Replace("::ffff:", "", StringComparison.Ordinal), found.Replace("::ffff:", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\n{\"time\":\"2030-01-02T12:00:00.345Z\",\"level\":\"WARN\",\"event\":\"refused\",\"reason\":\"basic-wrong-password\",\"public_reason\":\"x\",\"status\":401,\"route\":null,\"scheme\":null,\"client\":\"203.0.113.9\",")]
    [InlineData("\",\"level\":\"WARN\",\"event\":\"refused\",\"reason\":\"basic-wrong-password\",\"public_reason\":\"x\",\"status\":401,\"route\":null,\"scheme\":null,\"client\":\"203.0.113.9\",")]
    public void Bans_nobody_on_the_word_of_a_peer(string hostile)
    {
        SkipWithoutProgram();
        var challenge = Entries.Challenge("r") with { Path = hostile, Method = hostile, Authority = hostile, Subject = hostile };

        Assert.Empty(Match([challenge]));
        Assert.Equal("192.0.2.7", Assert.Single(Match([Entries.Wrong("r") with { Path = hostile, Method = hostile, Authority = hostile, Subject = hostile }])).Value);
    }

    [Fact]
    public void Takes_lines_as_journald_hands_them_over()
    {
        SkipWithoutProgram();

        // journald gives the date apart from the line; here it stands before it and is cut off.
        var time = Entries.Noon.ToString("yyyy-MM-dd'T'HH:mm:ss'+0000 '", CultureInfo.InvariantCulture);
        const string Dates = @"datepattern = ^%%Y-%%m-%%dT%%H:%%M:%%S%%z\s";

        Assert.Equal("192.0.2.7", Assert.Single(Match([Entries.Wrong("r")], time + "gate countersign[81]: ", Dates)).Value);
        Assert.Empty(Match([Entries.Wrong("r")], time + "gate sshd[81]: ", Dates));
    }

    [Fact]
    public void Names_every_reason_that_counts_and_no_other()
    {
        var filter = File.ReadAllText(Filter);
        var listed = filter[(filter.IndexOf("\"reason\":\"(?:", StringComparison.Ordinal) + 13)..];

        Assert.Equal(
            RefusalCatalogue.All.Select(refusal => refusal.Row()).Where(row => row.CountsAsGuess).Select(row => row.Slug).Order(StringComparer.Ordinal),
            listed[..listed.IndexOf(')', StringComparison.Ordinal)].Split('|').Order(StringComparer.Ordinal));
    }

    private static string Filter
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "Countersign.slnx")))
                folder = folder.Parent;
            return Path.Combine(folder.FullName, "packaging", "fail2ban", "filter.d", "countersign.conf");
        }
    }

    private static string AddressOf(int i) => $"198.51.100.{i + 1}";

    private static void SkipWithoutProgram() => Assert.SkipUnless(
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program))),
        "fail2ban is not installed");

    /// <summary>The references of the lines that the filter matches, each with the address that it would ban.</summary>
    private static Dictionary<string, string> Match(JournalEntry[] entries, string prefix = "", string? dates = null)
    {
        var folder = Directory.CreateTempSubdirectory("countersign-");
        try
        {
            var log = Path.Combine(folder.FullName, "refusals.log");
            var output = new ArrayBufferWriter<byte>();
            foreach (var entry in entries)
            {
                output.Write(Encoding.UTF8.GetBytes(prefix));
                JsonLog.Format(entry, output);
            }

            File.WriteAllBytes(log, output.WrittenSpan);
            var filter = Filter;
            if (dates is not null)
            {
                filter = Path.Combine(folder.FullName, "countersign.conf");
                File.WriteAllLines(filter, File.ReadLines(Filter).Select(line => line.StartsWith("datepattern", StringComparison.Ordinal) ? dates : line));
            }

            var start = new ProcessStartInfo(Program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            foreach (var argument in (string[])["--usedns=no", "-o", "<ip>\t<time>\t<msg>", log, filter])
                start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            var found = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            var matched = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var line in found.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var parts = line.Split('\t');
                Assert.Equal(Entries.Noon.ToUnixTimeSeconds(), (long)double.Parse(parts[1], CultureInfo.InvariantCulture));
                using var json = JsonDocument.Parse(parts[2][parts[2].IndexOf('{', StringComparison.Ordinal)..]);
                matched.Add(json.RootElement.GetProperty("reference").GetString()!, parts[0]);
            }

            return matched;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
