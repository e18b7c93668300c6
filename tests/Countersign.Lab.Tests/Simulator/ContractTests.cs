using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Twists;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>The contract between simulator and inspector: each address and each twist provokes exactly the findings that it says, and what is conformant provokes none.</summary>
public sealed class ContractTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    public static TheoryData<string, int> Visits() =>
        [.. SimulatorCatalogue.All.SelectMany(endpoint => Enumerable.Range(0, endpoint.Visits.Length).Select(number => new TheoryDataRow<string, int>(endpoint.Path, number)))];

    public static TheoryData<string, string> TwistValues() =>
        [.. TwistCatalogue.All.SelectMany(twist => twist.Values.Select(value => new TheoryDataRow<string, string>(twist.Name, value.Value)))];

    [Theory]
    [MemberData(nameof(Visits))]
    public async Task An_address_provokes_what_it_says(string path, int number)
    {
        var visit = SimulatorCatalogue.All.Single(endpoint => endpoint.Path == path).Visits[number];

        await AssertAsync(visit);
    }

    [Theory]
    [MemberData(nameof(TwistValues))]
    public async Task A_twist_provokes_what_it_says(string name, string value)
    {
        var row = TwistCatalogue.Find(name)!.Values.Single(each => each.Value == value);
        var target = $"{row.At}{(row.At.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}";

        // Each has a client of its own, and always the same one: chance goes by it.
        var asked = new SimulatedCall(row.Method, target) { Fields = row.Fields.Add(("Countersign-Client", $"{name} {value}")), Content = row.Content, Host = row.Host, Proves = row.Proves };
        var call = row.Authorization is { } credentials ? asked.With("Authorization", credentials) : asked;

        await AssertAsync(new([.. row.Before, .. row.AskedFirst ? [asked] : Array.Empty<SimulatedCall>(), .. Enumerable.Repeat(call, row.Times), .. Enumerable.Repeat(call.Answering(row.Password), row.Answers), .. row.Then]) { Provokes = row.Provokes });
    }

    private async Task AssertAsync(SimulatedVisit visit)
    {
        var recording = await Visitor.VisitAsync(simulator.Url, visit.Calls);
        var findings = Inspector.Inspection.Of(recording).Findings.Where(finding => finding.Severity > Severity.Good).ToList();

        // What is not understood shows nothing.
        Assert.DoesNotContain(recording.Exchanges, exchange => exchange.Status == 400 && exchange.Response!.Content.Text.Contains("\"expected\": \"parameters", StringComparison.Ordinal));
        Assert.True(
            visit.Provokes.Order(StringComparer.Ordinal).SequenceEqual(findings.Select(finding => finding.Check.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
            $"It provokes {string.Join(", ", findings.Select(finding => $"{finding.Check.Id} ({finding.Message})").Distinct(StringComparer.Ordinal))}.");
    }
}
