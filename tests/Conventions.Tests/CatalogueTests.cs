using System.Text.RegularExpressions;
using Countersign.Client.Failures;
using Countersign.Decisions;
using Countersign.Gateway.Doctor.Address;
using Countersign.Gateway.Doctor.Surroundings;
using Xunit;

namespace Countersign.Conventions;

public sealed partial class CatalogueTests
{
    [Fact]
    public void Every_refusal_has_a_whole_row() =>
        Assert.All(RefusalCatalogue.All, refusal =>
        {
            var row = refusal.Row();
            Assert.InRange(row.Status, 400, 599);
            Assert.All([row.Title, row.Sentence, row.Source, row.Advice], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        });

    [Fact]
    public void The_shipped_alert_counts_the_guesses_of_the_list_and_names_reasons_that_exist()
    {
        var named = Reasons().Matches(Repository.Read("packaging/prometheus/countersign.rules.yml")).Select(match => match.Groups["names"].Value.Split('|')).ToArray();

        Assert.All(named.SelectMany(names => names), name => Assert.NotNull(RefusalCatalogue.Find(name)));
        Assert.Equal(RefusalCatalogue.All.Where(refusal => refusal.Row().CountsAsGuess).Select(refusal => refusal.Row().Slug).Order(StringComparer.Ordinal), named[0].Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Slugs_are_the_names_of_the_list_in_kebab_case() =>
        Assert.All(RefusalCatalogue.All, refusal => Assert.Equal(Kebab(refusal.ToString()), refusal.Row().Slug));

    [Fact]
    public void Slugs_are_unique() =>
        Assert.Equal(RefusalCatalogue.All.Length, RefusalCatalogue.All.Select(refusal => refusal.Row().Slug).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void Slugs_are_found_again() =>
        Assert.All(RefusalCatalogue.All, refusal => Assert.Equal(refusal, RefusalCatalogue.Find(refusal.Row().Slug)));

    [Fact]
    public void A_public_face_has_no_other_face_and_the_same_status_and_title() =>
        Assert.All(RefusalCatalogue.All, refusal =>
        {
            Assert.Null(refusal.PublicRow().PublicAs);
            Assert.Equal(refusal.Row().Status, refusal.PublicRow().Status);
            Assert.Equal(refusal.Row().Title, refusal.PublicRow().Title);
        });

    [Fact]
    public void Every_failure_of_the_client_has_a_whole_row_under_its_name() =>
        Assert.All(FailureCatalogue.All, reason =>
        {
            var row = reason.Row();
            Assert.Equal(Kebab(reason.ToString()), row.Slug);
            Assert.All([row.Sentence, row.Advice], text => Assert.EndsWith(".", text, StringComparison.Ordinal));
        });

    [Fact]
    public void Every_scheme_is_sealed() =>
        Assert.All(Schemes(), scheme => Assert.True(scheme.IsSealed, $"{scheme} is not sealed"));

    [Fact]
    public void Every_scheme_of_the_core_stands_in_the_folder_of_its_name() =>
        Assert.All(Schemes().Where(scheme => scheme.Assembly == Assemblies.Core), scheme =>
        {
            Assert.EndsWith("Scheme", scheme.Name, StringComparison.Ordinal);
            var folder = $"src/Countersign/Schemes/{scheme.Name[..^"Scheme".Length]}";
            Assert.Single(Repository.Files("src", scheme.Name + ".cs"), file => file.StartsWith(folder, StringComparison.Ordinal));
        });

    [Fact]
    public void Every_check_of_the_doctor_is_in_its_catalogue_and_has_a_name_of_its_own()
    {
        var listed = AddressCatalogue.All(TimeProvider.System).Select(check => check.GetType()).Concat(SurroundingsCatalogue.All.Select(check => check.GetType()));
        var there = typeof(IAddressCheck).Assembly.GetTypes().Where(type => type.IsClass && (typeof(IAddressCheck).IsAssignableFrom(type) || typeof(ISurroundingsCheck).IsAssignableFrom(type)));
        Assert.Equal(there.Select(type => type.FullName).Order(StringComparer.Ordinal), listed.Select(type => type.FullName).Order(StringComparer.Ordinal));

        var rows = AddressCatalogue.All(TimeProvider.System).Select(check => check.Row).Concat(SurroundingsCatalogue.Rows).ToList();
        Assert.All(rows, row => Assert.Matches("^[a-z-]+/[a-z-]+$", row.Id));
        Assert.Equal(rows.Count, rows.Select(row => row.Id).Distinct(StringComparer.Ordinal).Count());
    }

    private static IEnumerable<Type> Schemes() =>
        Assemblies.All.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsClass && typeof(IAuthScheme).IsAssignableFrom(type));

    /// <summary>A hyphen before each capital that begins a word.</summary>
    private static string Kebab(string name) => WordStart().Replace(name, "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WordStart();

    [GeneratedRegex("error_type=~\"(?<names>[a-z|-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reasons();
}
