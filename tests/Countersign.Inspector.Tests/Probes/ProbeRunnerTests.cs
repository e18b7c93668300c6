using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Intake;
using Countersign.Inspector.Probes;
using Countersign.Inspector.Reports;
using Xunit;
using static Countersign.Inspector.Tests.Probes.ProbedServer;

namespace Countersign.Inspector.Tests.Probes;

/// <summary>Probes are few, polite and safe, and what was not asked stays visible.</summary>
public sealed class ProbeRunnerTests
{
    [Fact]
    public async Task Only_safe_methods_are_used_unless_others_are_named()
    {
        var server = new ProbedServer(_ => null);

        await server.InspectAsync(new() { Variants = true, MaxRequests = 100 });

        Assert.Empty(server.Asked.Select(each => each.Method).Except(["GET", "HEAD", "OPTIONS"], StringComparer.Ordinal));
    }

    [Fact]
    public async Task Named_methods_are_never_used_with_credentials_that_are_good()
    {
        var server = new ProbedServer(_ => null);

        await server.InspectAsync(new() { Methods = ["DELETE"], MaxRequests = 100 });

        Assert.Contains(server.Asked, each => each.Method == "DELETE");
        Assert.DoesNotContain(server.Asked, each => each is { Method: "DELETE", Authorization: "Bearer given" });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    public async Task No_more_is_sent_than_the_bound_and_the_rest_says_why(int most)
    {
        var server = new ProbedServer(_ => null);

        var inspection = await server.InspectAsync(new() { MaxRequests = most, Variants = true });

        Assert.InRange(server.Asked.Count - 1, 1, most);
        Assert.Contains(inspection.Recording.Probes, each => each.NotRun == $"the bound of {most} requests was reached");
        var told = new StringWriter();
        TextReport.Write(told, inspection);
        Assert.Contains($"not run: the bound of {most} requests was reached", told.ToString(), StringComparison.Ordinal);
        Assert.Contains(inspection.Findings, finding => finding is { Check.Id: "probes/variant-open", Certainty: Certainty.NotDecided });
    }

    [Fact]
    public async Task Nothing_is_asked_after_too_many_requests()
    {
        var asked = 0;
        var server = new ProbedServer(_ => ++asked == 4 ? Answer(429, "", ("Retry-After", "60")) : null);

        var inspection = await server.InspectAsync();

        Assert.Equal(4, server.Asked.Count);
        Assert.All(inspection.Recording.Probes.Where(each => each.Exchange is null), each => Assert.Equal("the server said that it was too much (429, Retry-After: 60)", each.NotRun));
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("3600", false)]
    [InlineData("soon", false)]
    public async Task A_busy_server_is_waited_for_a_while(string after, bool goesOn)
    {
        var asked = 0;
        var server = new ProbedServer(_ => ++asked == 4 ? Answer(503, "", ("Retry-After", after)) : null);

        await server.InspectAsync(clock: new HastyClock());

        Assert.Equal(goesOn, server.Asked.Count > 4);
    }

    [Fact]
    public async Task Wrong_passwords_are_those_of_nobody_and_with_a_name_no_more_than_three()
    {
        var server = new ProbedServer(request => IsGiven(request) ? null : Refusal("Basic realm=\"x\""));

        await server.InspectAsync(new() { KnownUser = "anna", MaxRequests = 100, Variants = true });

        var names = server.Asked.Select(each => each.Authorization).OfType<string>().Where(value => value.StartsWith("Basic ", StringComparison.Ordinal) && value.Length > 12)
            .Select(value => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(value[6..])).Split(':')[0]).ToList();
        Assert.InRange(names.Count(name => name == "anna"), 1, ProbeOptions.MostWrongPasswords);
        Assert.All(names.Where(name => name != "anna"), name => Assert.StartsWith("countersign-probe-", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Credentials_that_were_refused_are_not_tried_again()
    {
        var first = new Exchange { Index = 0, Request = new MessageIntake().Request("GET", "/", Url.AbsoluteUri, null, [new("Authorization", "Bearer old-token-123")]), Response = new MessageIntake().Response(401, "", null, []) };

        var subject = ProbeSubject.Of(new() { Source = RecordingSource.Live, Exchanges = [first] }, Url, "GET", hasGiven: true);

        Assert.StartsWith("the server does not take the given credentials", subject.WithoutGiven, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_of_an_answer_is_kept()
    {
        var server = new ProbedServer(request => IsGiven(request) ? Answer(200, """{"access_token":"hidden-value-1"}""", ("Set-Cookie", "session=hidden-value-2")) : null);

        var inspection = await server.InspectAsync();

        Assert.DoesNotContain(inspection.Recording.Exchanges, each => each.Response!.Content.Text.Contains("hidden-value", StringComparison.Ordinal) || each.Response.Fields.Lines.Any(line => line.Value.Contains("hidden-value", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Other_checks_do_not_judge_what_is_odd_on_purpose()
    {
        var inspection = await new ProbedServer(request => IsGiven(request) ? null : Refusal("Bearer realm=\"orders\"")).InspectAsync();

        Assert.All(inspection.Findings.Where(finding => finding.Check.Area != "probes"), finding => Assert.Equal(0, finding.Evidence[0].Exchange));
    }

    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
