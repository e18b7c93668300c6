using System.Text.Json;
using Countersign.TestKit;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Wire;

public sealed class CredentialsReaderTests
{
    private static readonly Dictionary<string, JsonElement> All =
        Vectors.Load("credentials-parsing.json").GetProperty("vectors").EnumerateArray().ToDictionary(vector => vector.GetProperty("id").GetString()!);

    public static TheoryData<string> Ids => [.. All.Keys];

    [Theory, MemberData(nameof(Ids))]
    public void Agrees_with_the_vector(string id)
    {
        var vector = All[id];
        var reading = CredentialsReader.Read([.. vector.GetProperty("field_lines").EnumerateArray().Select(line => line.GetString()!)]);

        Assert.Equal(vector.GetProperty("result").GetString() == "ok", reading.IsValid);
        if (reading.IsValid)
        {
            Assert.Equal(ReadingText.OfVector(vector), ReadingText.Of(reading.Credentials!.Scheme, reading.Credentials.Token68, reading.Credentials.Params));
            Assert.Empty(reading.Faults);
        }
        else
        {
            Assert.NotEmpty(reading.Faults);
        }
    }

    [Theory]
    [InlineData("", "no-credentials", 0, 0)]
    [InlineData("  ", "no-credentials", 0, 0)]
    [InlineData("Bearer a b", "malformed-credentials-argument", 7, 3)]
    [InlineData("Bearer abc,def", "credentials-list", 10, 4)]
    [InlineData("Basic dXNlcjpwYXNz, Bearer abc", "credentials-list", 18, 12)]
    [InlineData("Digest a=1, Basic b=2", "credentials-list", 12, 9)]
    [InlineData("Bearer: abc", "bad-octet-after-scheme", 6, 1)]
    [InlineData("Bearer\tabc", "tab-after-scheme", 6, 1)]
    [InlineData("Digest a=\"1\" b=\"2\"", "missing-comma", 13, 0)]
    [InlineData("Digest a=1; b=2", "semicolon-separator", 10, 1)]
    [InlineData("Digest a=\"1", "unterminated-quoted-string", 9, 2)]
    [InlineData("Digest a=1, =", "expected-parameter", 12, 1)]
    [InlineData("Digest a=1,\r\n b=2", "cr-lf-nul-in-field-value", 11, 1)]
    [InlineData("token=abc", "param-without-scheme", 0, 9)]
    [InlineData("\"Bearer\" abc", "expected-scheme", 0, 1)]
    public void Names_the_fault_and_its_place(string value, string kind, int start, int length)
    {
        var reading = CredentialsReader.Read(value);

        Assert.False(reading.IsValid);
        Assert.Equal(new WireFault(kind, start, length), Assert.Single(reading.Faults));
    }

    [Theory]
    [InlineData("Digest a = 1", "bws-around-equals", 8, 3)]
    [InlineData("Digest a=1,,b=2", "empty-list-element", 11, 1)]
    [InlineData("Digest a=1, A=2", "duplicate-param", 12, 1)]
    [InlineData("Digest ,a=1", "empty-list-element", 7, 1)]
    [InlineData("Digest realm=x", "realm-not-quoted", 7, 7)]
    public void Bears_what_recipients_must_bear(string value, string kind, int start, int length)
    {
        var reading = CredentialsReader.Read(value);

        Assert.True(reading.IsValid);
        Assert.Equal(new WireFault(kind, start, length), Assert.Single(reading.Faults));
    }

    [Fact]
    public void Several_lines_are_a_fault_even_when_joining_them_would_read_well()
    {
        var reading = CredentialsReader.Read(["Digest a=1", "b=2"]);

        Assert.False(reading.IsValid);
        Assert.Equal("several-field-lines", Assert.Single(reading.Faults).Kind);
    }

    [Fact]
    public void Shows_the_scheme_alone() => Assert.Equal("Bearer ***", CredentialsReader.Read("Bearer s3cret").Credentials!.ToString());

    [Fact]
    public void Reads_a_token_with_no_allocation_beyond_the_result()
    {
        const string Value = "Bearer eyJhbGciOiJub25lIn0.e30.abc";
        CredentialsReader.Read(Value);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = CredentialsReader.Read(Value);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // The token's string, the credentials and the reading; nothing else.
        Assert.InRange(allocated, 1, 22 + (2 * reading.Credentials!.Token68!.Length) + 48 + 40 + 16);
        Assert.True(reading.Faults.IsEmpty);
    }
}
