using Countersign.Gateway.Configuration;
using Countersign.Gateway.Docs;
using Xunit;

namespace Countersign.Conventions;

public sealed class SnapshotTests
{
    [Fact]
    public void The_public_API_of_the_core_is_the_reviewed_one() =>
        Repository.AssertSnapshot("tests/Conventions.Tests/PublicApi.Countersign.txt", PublicApi.Write(Assemblies.Core));

    [Fact]
    public void The_public_API_of_the_middleware_is_the_reviewed_one() =>
        Repository.AssertSnapshot("tests/Conventions.Tests/PublicApi.Countersign.AspNetCore.txt", PublicApi.Write(Assemblies.AspNetCore));

    [Fact]
    public void The_public_API_of_the_client_is_the_reviewed_one() =>
        Repository.AssertSnapshot("tests/Conventions.Tests/PublicApi.Countersign.Client.txt", PublicApi.Write(Assemblies.Client));

    [Fact]
    public void The_public_API_of_the_clients_stores_is_the_reviewed_one() =>
        Repository.AssertSnapshot("tests/Conventions.Tests/PublicApi.Countersign.Client.Stores.txt", PublicApi.Write(Assemblies.ClientStores));

    [Fact]
    public void The_public_API_of_the_inspector_is_the_reviewed_one() =>
        Repository.AssertSnapshot("tests/Conventions.Tests/PublicApi.Countersign.Inspector.txt", PublicApi.Write(Assemblies.Inspector));

    [Fact]
    public void The_public_API_of_the_lab_is_the_reviewed_one() =>
        Repository.AssertSnapshot("tests/Conventions.Tests/PublicApi.Countersign.Lab.txt", PublicApi.Write(Assemblies.Lab));

    [Fact]
    public void The_reference_of_the_clients_failures_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/client-failures.md", FailuresReference.Write());

    [Fact]
    public void The_reference_of_refusals_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/refusals.md", RefusalsReference.Write());

    [Fact]
    public void The_reference_of_the_configuration_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/configuration.md", OptionsReference.Write());

    [Fact]
    public void The_reference_of_the_admin_listener_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/admin-api.md", AdminReference.Write());

    [Fact]
    public void The_reference_of_the_doctors_checks_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/doctor.md", DoctorReference.Write());

    [Fact]
    public void The_reference_of_the_inspectors_checks_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/checks.md", ChecksReference.OfExchanges());

    [Fact]
    public void The_reference_of_the_crawlers_checks_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/crawl-checks.md", ChecksReference.OfSites());

    [Fact]
    public void The_reference_of_the_linters_checks_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/lint-checks.md", ChecksReference.OfConfigurations());

    [Fact]
    public void The_reference_of_owners_fixes_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/owner-fixes.md", OwnerFixesReference.Write());

    [Fact]
    public void The_reference_of_the_simulator_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/simulator.md", SimulatorReference.Write());

    [Fact]
    public void The_page_of_the_exercises_is_fresh() =>
        Repository.AssertSnapshot("docs/tutorials/the-lab.md", LabTutorial.Write());

    [Fact]
    public void The_schema_of_the_configuration_is_fresh() =>
        Repository.AssertSnapshot("docs/reference/countersign.schema.json", JsonSchemaWriter.Write());
}
