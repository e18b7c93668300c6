using System.Diagnostics;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Wire;

/// <summary>Hostile sizes cost in proportion to their length, and faults stay few.</summary>
public sealed class ReaderBoundsTests
{
    private const int Size = 200_000;

    public static TheoryData<string> Shapes =>
    [
        new string(',', Size),
        new string(' ', Size) + "x",
        "Foo " + new string(',', Size) + "a=1",
        "Foo a=1" + string.Concat(Enumerable.Repeat(" ,\t", Size / 3)),
        "Foo a=\"" + new string('\\', Size) + "\"",
        "Foo a=\"" + new string('ä', Size),
        "Foo " + string.Join(",", Enumerable.Range(0, Size / 10).Select(i => $"p{i}=1")),
        "Foo " + string.Join(",", Enumerable.Repeat("a=1", Size / 4)),
        string.Join(",", Enumerable.Repeat("Foo a=\"", Size / 8)),
        string.Join(",", Enumerable.Repeat("Foo x=", Size / 7)),
        string.Join(", ", Enumerable.Repeat("Digest", Size / 8)),
        "Foo " + new string('a', Size) + "!",
        "Foo " + new string('=', Size),
        "Foo x" + new string('=', Size) + " y",
    ];

    [Theory, MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void Reads_in_linear_time(string value)
    {
        var clock = Stopwatch.StartNew();
        ChallengeReader.Read(value);
        CredentialsReader.Read(value);
        AuthenticationInfoReader.Read(value);

        // A quadratic reader would take minutes.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}");
    }

    [Fact]
    public void Thousands_of_empty_elements_are_one_fault()
    {
        var reading = ChallengeReader.Read($"Basic realm=\"x\"{new string(',', 10_000)}");
        Assert.True(reading.IsValid);
        Assert.Equal(new WireFault("empty-list-element", 15, 10_000), Assert.Single(reading.Faults));
    }

    [Theory]
    [InlineData("  Basic realm=foo", "realm-not-quoted", 8, 9)]
    [InlineData("Basic realm=\"a\\b\"", "needless-quoted-pair", 14, 2)]
    [InlineData("Basic realm=\"aäöb\"", "obs-text-in-value", 14, 2)]
    [InlineData("Basic realm=\"a\", Basic realm=\"b\"", "multiple-challenges-on-one-line", 17, 5)]
    [InlineData("Basic realm=\"a\", , ,Realm=\"b", "unterminated-quoted-string", 26, 2)]
    [InlineData("Basic realm=\"x\" ; charset=\"UTF-8\"", "semicolon-separator", 16, 1)]
    [InlineData("Foo bar baz, Basic realm=\"x\"", "malformed-challenge-argument", 4, 7)]
    public void Says_where_the_fault_lies(string value, string kind, int start, int length) =>
        Assert.Equal(new WireFault(kind, start, length), Assert.Single(ChallengeReader.Read(value).Faults));

    [Fact]
    public void Reads_without_allocating_beyond_the_result()
    {
        const string Value = "Digest realm=\"\", nonce=\"\", qop=\"\"";
        ChallengeReader.Read(Value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        ChallengeReader.Read(Value);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // Three parameters of 24 bytes in an array, the challenge, the array that holds it, and the reading.
        Assert.InRange(allocated, 1, 24 + (3 * 24) + 48 + 32 + 40);
    }
}
