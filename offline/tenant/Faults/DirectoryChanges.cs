using SimulatedTenant.Directory;

namespace SimulatedTenant.Faults;

/// <summary>Somebody joins and somebody leaves after each page of users, as in a large company while its users are being read.</summary>
internal sealed class DirectoryChanges(TenantDirectory directory, Dice dice, int users)
{
    /// <summary>Numbers of synthetic users who come, beyond those that a tenant may start with.</summary>
    private const int FirstNewcomer = 200_001;

    private int _came;

    public void AfterPage()
    {
        using (directory.Gate.Write())
        {
            directory.SetUser(CompanySeed.Synthetic(directory, FirstNewcomer + _came));
            _came++;
            // Those who leave are synthetic users, so that what a rehearsal looks for stays.
            int number = users == 0 ? FirstNewcomer + dice.Throw("leaver", "users", _came) : 1 + dice.Throw("leaver", "users", users);
            if (number != FirstNewcomer + _came - 1 && directory.UserStore.Find(CompanySeed.Synthetic(directory, number).Id) is { } leaver)
                directory.DeleteUser(leaver.Id);
        }
    }
}
