using System.Text.Json;
using Countersign.TestKit;
using Countersign.Wire;
using Xunit;

namespace Countersign.Tests.Wire;

public sealed class ChallengeReaderVectorTests
{
    private static readonly Dictionary<string, JsonElement> All =
        Vectors.Load("challenge-parsing.json").GetProperty("vectors").EnumerateArray().ToDictionary(vector => vector.GetProperty("id").GetString()!);

    public static TheoryData<string> Ids => [.. All.Keys];

    public static TheoryData<string> SingleLineIds => [.. All.Where(vector => vector.Value.GetProperty("field_lines").GetArrayLength() == 1).Select(vector => vector.Key)];

    [Theory, MemberData(nameof(Ids))]
    public void Gives_the_strict_verdict(string id) =>
        Assert.Equal(All[id].GetProperty("parses").GetBoolean(), Read(id).IsValid);

    [Theory, MemberData(nameof(Ids))]
    public void Gives_the_most_sensible_reading(string id)
    {
        var property = All[id].GetProperty("parses").GetBoolean() ? "challenges" : "lenient_recovery";
        var expected = All[id].TryGetProperty(property, out var challenges) ? ReadingText.OfVectors(challenges) : "";

        Assert.Equal(expected, ReadingText.Of(Read(id).Challenges));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Names_every_fault(string id)
    {
        var expected = All[id].GetProperty("lint").EnumerateArray().Select(code => code.GetString()!).ToList();
        if (All[id].TryGetProperty("error", out var error))
            expected.Add(error.GetString()!);

        Assert.Equal(expected.Order(StringComparer.Ordinal), Read(id).Faults.Select(fault => fault.Kind).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Ids))]
    public void Gives_up_where_the_vector_says(string id)
    {
        if (!All[id].TryGetProperty("error", out var error))
            return;

        var fault = Assert.Single(Read(id).Faults, fault => fault.Kind == error.GetString());
        Assert.Equal(All[id].GetProperty("error_offset_in_combined_value").GetInt32(), fault.Start);
    }

    [Theory, MemberData(nameof(SingleLineIds))]
    public void Reads_a_single_line_alike_as_value_and_as_lines(string id)
    {
        var line = Lines(id)[0];
        var value = ChallengeReader.Read(line);
        var lines = ChallengeReader.Read([line]);

        Assert.Equal(ReadingText.Of(value.Challenges), ReadingText.Of(lines.Challenges));
        Assert.Equal(value.Faults.AsEnumerable(), lines.Faults);
    }

    [Fact]
    public void Every_code_of_the_vectors_is_in_the_catalogue()
    {
        var codes = All.Values.SelectMany(vector => vector.GetProperty("lint").EnumerateArray().Select(code => code.GetString()!))
            .Concat(All.Values.Where(vector => vector.TryGetProperty("error", out _)).Select(vector => vector.GetProperty("error").GetString()!))
            .Concat(Vectors.Load("challenge-parsing.json").GetProperty("lint_codes").EnumerateObject().Select(code => code.Name));

        Assert.All(codes, code => Assert.NotNull(WireFaultKinds.Find(code)));
        Assert.Equal(WireFaultKinds.All.Select(kind => kind.Code).Order(StringComparer.Ordinal), WireFaultKinds.All.Select(kind => kind.Code));
    }

    private static string[] Lines(string id) => [.. All[id].GetProperty("field_lines").EnumerateArray().Select(line => line.GetString()!)];

    private static ChallengesReading Read(string id) => ChallengeReader.Read(Lines(id));
}
