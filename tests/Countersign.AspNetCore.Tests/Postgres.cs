using Countersign.TestKit.Postgres;
using Xunit;

// One server for all tests of this project; each has a schema of its own on it.
[assembly: AssemblyFixture(typeof(PostgresServer))]
