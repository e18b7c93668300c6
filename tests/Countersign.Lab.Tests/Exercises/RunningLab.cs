using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Serving;
using Xunit;

namespace Countersign.Lab.Tests.Exercises;

/// <summary>One server of exercises for the tests of a class; each test is a learner of its own.</summary>
public sealed class RunningLab : IAsyncLifetime
{
    internal LabServer Server { get; private set; } = null!;

    internal Laboratory Laboratory => Server.Laboratory;

    public async ValueTask InitializeAsync() => Server = await LabServer.StartAsync(new() { Seed = "tests" }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
