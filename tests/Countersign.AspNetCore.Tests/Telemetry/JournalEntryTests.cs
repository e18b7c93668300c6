using Countersign.AspNetCore.Telemetry;
using Xunit;

namespace Countersign.AspNetCore.Tests.Telemetry;

public sealed class JournalEntryTests
{
    private static readonly string Wordy = new('a', 30_000);

    [Fact]
    public void Has_of_what_peers_choose_only_so_much()
    {
        var entry = Entries.Wrong("r") with
        {
            Method = Wordy,
            Authority = Wordy,
            Path = Wordy,
            Subject = Wordy,
            Verdicts = [new JournalVerdict("s", null, Wordy)],
        };

        Assert.Equal(
            [64, 261, 2048, 256, 512],
            new[] { entry.Method, entry.Authority, entry.Path, entry.Subject!, entry.Verdicts[0].Evidence! }.Select(text => text.Length));
    }

    [Fact]
    public void Is_not_cut_within_a_character() =>
        Assert.Equal(new string('a', 63), (Entries.Wrong("r") with { Method = Wordy[..63] + "\U0001f511" }).Method);
}
