using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Servers;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator.Protection;
using Xunit;

namespace Countersign.Lab.Tests.Exercises;

/// <summary>Ways to a solution beside that of the reference: taken as well, and named.</summary>
public sealed class RouteTests(RunningLab lab) : IClassFixture<RunningLab>
{
    private const string Login = "anna:open sesame";

    private static AskStep Preflight => new AskStep("api/orders") { Method = "OPTIONS" }.With("Origin", "https://app.example.org").With("Access-Control-Request-Method", "GET");

    [Fact]
    public Task Takes_an_origin_of_the_application_for_one_that_was_removed()
    {
        var exercise = ExerciseCatalogue.Find(5)!;
        var step = new AskStep($"report{exercise.Base!.QueryText}") { Method = "POST", Content = exercise.Base.Content };
        step = exercise.Base.Fields.Aggregate(step, (to, field) => to.With(field.Name, field.Name switch { "Authorization" => LoginParameters.BasicOf(Login), "Origin" => "https://app.example.org", _ => field.Value }));
        return TakesAsync(5, "origin-replaced", step);
    }

    [Fact]
    public Task Takes_more_edits_of_Basic_and_says_so() => TakesAsync(2, "more-edits", new AskStep("door") { Basic = "anna:open:sesame", Fields = [("X-Try", "1")] });

    [Fact]
    public Task Takes_all_methods_but_one_for_a_preflight_that_is_answered() => TakesAsync(12, "limit-except", Api("limit_except OPTIONS {\n auth_basic \"API\";\n auth_basic_user_file /etc/nginx/users;\n }"), Preflight, new AskStep("api/orders"));

    [Fact]
    public Task Takes_a_realm_by_method_for_a_preflight_that_is_answered() =>
        TakesAsync(12, "variable", Api("auth_basic $realm;\n auth_basic_user_file /etc/nginx/users;", "map $request_method $realm { default \"API\"; OPTIONS off; }\n"), Preflight, new AskStep("api/orders"));

    [Fact]
    public Task Takes_an_htaccess_for_a_configuration_of_nginx() => TakesAsync(15, "apache", [.. LockTheOpenDoor.SolutionByApache]);

    [Fact]
    public Task Takes_a_purge_for_a_request_past_the_cache() => TakesAsync(16, "purge", new AskStep("door") { Basic = Login }, new AskStep("door") { Method = "PURGE" }, new AskStep("door") { Basic = Login });

    [Fact]
    public Task Takes_an_unsafe_method_for_a_request_past_the_cache() =>
        TakesAsync(16, "unsafe-method", new AskStep("door") { Basic = Login }, new AskStep("door") { Basic = Login, Method = "POST", Content = "" }, new AskStep("door") { Basic = Login });

    [Fact]
    public Task Takes_several_challenges_that_are_well_formed() =>
        TakesAsync(14, "several-challenges", new AnswerStep(("challenge", "Bearer realm=\"Reading Room\"\nBasic realm=\"Reading Room\", charset=\"UTF-8\"")), new AskStep("door"));

    [Fact]
    public Task Takes_a_preflight_that_nginx_answers_with_the_fields_that_allow_it() =>
        TakesAsync(12, "return", Api("if ($request_method = OPTIONS) {\n add_header Access-Control-Allow-Origin https://app.example.org;\n add_header Access-Control-Allow-Headers authorization;\n return 204;\n }\n auth_basic \"API\";\n auth_basic_user_file /etc/nginx/users;"), Preflight, new AskStep("api/orders"));

    [Fact]
    public async Task Takes_the_metadata_of_the_server_from_where_RFC_8414_has_them()
    {
        var exercise = ExerciseCatalogue.Find(18)!;
        var learner = "route-18-by-chain";
        var address = new Uri(lab.Server.AddressOf(exercise, learner));
        var steps = exercise.SolutionFor(lab.Laboratory.SeedOf(learner));

        await TakesAsync(18, "by-chain", [.. steps.Select(step => step is AskStep { Place: "idp/.well-known/openid-configuration" } ask ? ask with { Place = $"{address.GetLeftPart(UriPartial.Authority)}/.well-known/oauth-authorization-server{address.AbsolutePath}/idp" } : step)]);
    }

    [Fact]
    public Task Counts_nothing_that_clients_write_of_themselves() =>
        TakesAsync(2, "one-edit", new AskStep("door") { Basic = "anna:open:sesame", Fields = [("Connection", "TE"), ("TE", "trailers"), ("HTTP2-Settings", "AAMAAABkAAQAAP__"), ("Postman-Token", "1"), ("Sec-GPC", "1"), ("Sec-Fetch-Mode", "cors")] });

    [Fact]
    public Task Takes_proxy_credentials_in_whatever_letter_case_the_scheme_is() =>
        TakesAsync(13, "told-apart", [.. "abcd".Select(place => new AskStep($"{place}") { ByProxy = true }), new AnswerStep(("a", "proxy"), ("b", "origin"), ("c", "proxy"), ("d", "origin")), new AskStep("orders") { ByProxy = true, Basic = Login, Fields = [("Proxy-Authorization", "basic b3V0OmV4aXQ=")] }]);

    [Fact]
    public Task Takes_credentials_for_proxy_and_origin_that_come_before_they_are_asked_for() => TakesAsync(19, "at-once", Tunnelled);

    [Fact]
    public Task Takes_digest_for_proxy_and_origin() => TakesAsync(19, "digest", Tunnelled with { IsDigest = true });

    [Fact]
    public Task Takes_a_tunnel_without_TLS() => TakesAsync(19, "cleartext-tunnel", Tunnelled with { IsCleartext = true });

    private static TunnelStep Tunnelled => new("orders") { ProxyLogin = "out:exit", Login = Login };

    private static AnswerStep Api(string guard, string before = "") =>
        new(("config", $"{before}server {{\n listen 443 ssl;\n server_name api.example.org;\n location /api/ {{\n {guard}\n proxy_pass http://127.0.0.1:8080;\n }}\n}}\n"));

    private async Task TakesAsync(int number, string route, params SolutionStep[] steps)
    {
        using var hands = new LearnerHands(lab.Server, ExerciseCatalogue.Find(number)!, $"route-{number}-{route}");

        var state = await hands.DoAsync([.. steps]);

        Assert.True(state.Standing.IsSolved, string.Join("; ", state.Standing.Missing.Append(state.Standing.NearMiss)));
        Assert.Equal(route, state.Standing.Route!.Slug);
    }
}
